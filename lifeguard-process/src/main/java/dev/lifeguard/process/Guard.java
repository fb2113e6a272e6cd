package dev.lifeguard.process;

import java.nio.charset.StandardCharsets;

/**
 * The shell script that stands between this JVM and a command, as the leader of the command's process group.
 *
 * <p>It starts the command when it has read a line from its standard input, which says whether more follows for the
 * command; when there is no line, we are dead, and it starts nothing.
 *
 * <p>It holds no end of the command's pipes, so that a command which closes one is noticed; it kills its whole
 * group, itself included, on TERM, which the kernel sends it when the thread that started it dies, and which
 * {@link Process#destroy} sends it; it ends with the command's exit code. Its positional parameters: the pid of
 * this JVM, {@code signal} or {@code poll}, the number of variables in octal or {@code -}, those variables, the
 * command. Because it waits in the background for the command, as POSIX has it for a shell without a terminal,
 * the command starts with INT and QUIT ignored; it may set its own handlers.
 */
final class Guard {
    /**
     * The first line closes the gap between our death and the moment when the kernel would have been asked to
     * report it. The third waits for {@link InputFeed#begin}. {@code exec} keeps the shell's built-in commands out: {@code echo} means the program. Names
     * begin with {@code _lg}, because assigning to a variable of the environment would change it for the command.
     */
    static final String SCRIPT = """
            [ "$PPID" = "$1" ] || exit 111
            trap 'kill -s KILL 0' TERM HUP
            IFS= read -r _lg_input || exit 111
            _lg_parent=$1 _lg_watch=$2 _lg_octal=$3
            shift 3
            if [ "$_lg_octal" != - ]; then
                while [ "$_lg_octal" -gt 0 ]; do
                    _lg_v=$(printf '%b.' "$1"); export "${_lg_v%.}"; shift; _lg_octal=$((_lg_octal - 1))
                done
                _lg_n=$#
                while [ "$_lg_n" -gt 0 ]; do
                    _lg_v=$(printf '%b.' "$1"); shift; set -- "$@" "${_lg_v%.}"; _lg_n=$((_lg_n - 1))
                done
            fi
            [ "$_lg_input" = input ] || exec </dev/null
            exec 5<&0 </dev/null
            exec "$@" <&5 5<&- &
            _lg_command=$!
            exec 5<&- >/dev/null 2>&1
            [ "$_lg_watch" = poll ] || { wait "$_lg_command"; exit; }
            { while kill -0 "$_lg_parent"; do sleep 1; done; kill -s KILL 0; } &
            _lg_watch=$!
            wait "$_lg_command"
            _lg_code=$?
            kill -s KILL "$_lg_watch"
            exit "$_lg_code"
            """;

    private Guard() {}

    /** Writes bytes in ASCII, as {@code printf %b} reads them: what is not ASCII, and the backslash, in octal. */
    static String octal(ByteString text) {
        var out = new StringBuilder(text.size() + 16);
        for (int i = 0; i < text.size(); i++) {
            int b = text.at(i) & 0xFF;
            if (b >= 0x80 || b == '\\') {
                out.append("\\0").append((char) ('0' + (b >> 6)));
                out.append((char) ('0' + ((b >> 3) & 7))).append((char) ('0' + (b & 7)));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    /** The bytes that a Java string for the system stands for when it is plain. */
    static int sizeInBytes(String argument) {
        return argument.getBytes(StandardCharsets.UTF_8).length;
    }
}
