import org.jspecify.annotations.NullMarked;

/** The {@code lifeguard} command. */
@NullMarked
module dev.lifeguard.cli {
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;
    requires dev.lifeguard;
    requires dev.lifeguard.process;
    // Signals are heard through sun.misc.Signal, there being no other way.
    requires jdk.unsupported;
}
