import org.jspecify.annotations.NullMarked;

/** Small programs that use the pool; the build runs each of them. */
@NullMarked
module dev.lifeguard.examples {
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;
    requires dev.lifeguard;
    requires dev.lifeguard.process;
    requires dev.lifeguard.supervision;
    // For the example that records itself.
    requires jdk.jfr;
}
