import org.jspecify.annotations.NullMarked;

/** Child processes as workers of a pool. */
@NullMarked
module dev.lifeguard.process {
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;
    requires transitive dev.lifeguard;

    exports dev.lifeguard.process;
}
