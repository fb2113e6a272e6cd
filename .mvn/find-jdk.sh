# Finds a JDK that can build and run Lifeguard. Sourced by ./build and ./lifeguard; POSIX sh.
#
#   find_jdk NAME   sets JAVA_HOME, PATH and jdk_feature, or explains and exits with 69
#                   (service unavailable in sysexits.h). NAME is who speaks in the message.
#
# The order: $LIFEGUARD_JDK, then $JAVA_HOME, each only when it is a JDK that is new enough; then
# the newest of the well-known places. The version is read from the JDK's release file, so that
# looking at ten of them starts no JVM.

minimum_jdk=${LIFEGUARD_MINIMUM_JDK:-21}

# Prints the feature number of the JDK in $1; fails when there is no JDK (a runtime without a compiler is none).
jdk_feature_of() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    feature=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" | sed -n 1p)
    [ -n "$feature" ] || return 1
    printf '%s\n' "$feature"
}

# Prints one candidate directory a line; directories that do not exist are sorted out later.
jdk_candidates() {
    compiler=$(command -v javac 2>/dev/null) && compiler=$(readlink -f "$compiler" 2>/dev/null) \
        && printf '%s\n' "${compiler%/bin/javac}"
    # Continuous integration services name their JDKs in variables such as JAVA_HOME_21_X64 or JDK25_HOME.
    env | sed -n -e 's/^JAVA_HOME_[0-9][0-9]*[^=]*=//p' -e 's/^JDK_*[0-9][0-9]*_HOME=//p'
    for directory in \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/openjdk* \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${SDKMAN_DIR:-${HOME:-/nonexistent}/.sdkman}"/candidates/java/* \
        "${ASDF_DATA_DIR:-${HOME:-/nonexistent}/.asdf}"/installs/java/* \
        "${MISE_DATA_DIR:-${HOME:-/nonexistent}/.local/share/mise}"/installs/java/* \
        "${HOME:-/nonexistent}"/.jdks/*
    do
        [ -d "$directory" ] && printf '%s\n' "$directory"
    done
}

find_jdk() {
    chosen=
    jdk_feature=0
    found=
    for named in "${LIFEGUARD_JDK:-}" "${JAVA_HOME:-}"; do
        if [ -n "$named" ] && feature=$(jdk_feature_of "$named") && [ "$feature" -ge "$minimum_jdk" ]; then
            chosen=$named
            jdk_feature=$feature
            break
        fi
    done
    if [ -n "${LIFEGUARD_JDK:-}" ] && [ "$chosen" != "$LIFEGUARD_JDK" ]; then
        printf '%s: LIFEGUARD_JDK=%s is not a JDK %s or newer, so it is not used\n' "$1" "$LIFEGUARD_JDK" "$minimum_jdk" >&2
    fi
    if [ -z "$chosen" ]; then
        while IFS= read -r candidate; do
            [ -n "$candidate" ] && feature=$(jdk_feature_of "$candidate") || continue
            found="$found
  $candidate (Java $feature)"
            if [ "$feature" -ge "$minimum_jdk" ] && [ "$feature" -gt "$jdk_feature" ]; then
                chosen=$candidate
                jdk_feature=$feature
            fi
        done <<CANDIDATES
$(jdk_candidates | sort -u)
CANDIDATES
    fi
    if [ -z "$chosen" ]; then
        {
            printf '%s: needs a JDK %s or newer (with javac), and found ' "$1" "$minimum_jdk"
            if [ -n "$found" ]; then printf 'only:%s\n' "$found"; else printf 'none.\n'; fi
            printf 'Install one (for example: apt-get install openjdk-%s-jdk, or sdk install java),\n' "$minimum_jdk"
            printf 'or set LIFEGUARD_JDK to the directory of one that stands elsewhere.\n'
        } >&2
        exit 69
    fi
    JAVA_HOME=$chosen
    PATH=$JAVA_HOME/bin:$PATH
    export JAVA_HOME PATH
}
