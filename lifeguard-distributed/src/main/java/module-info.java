import org.jspecify.annotations.NullMarked;

/** One pool on several machines: a client that submits, hosts that work, and an engine of others between them. */
@NullMarked
@SuppressWarnings("module") // The friends below are built after this module, which does not know them.
module dev.lifeguard.distributed {
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;
    requires transitive dev.lifeguard;

    exports dev.lifeguard.distributed;
    // For those who write an engine.
    exports dev.lifeguard.distributed.engine;
    // Hidden: for the test kit, which runs clients and hosts in a time and with faults of its own.
    exports dev.lifeguard.distributed.client to
            dev.lifeguard.testkit;
    exports dev.lifeguard.distributed.frame to
            dev.lifeguard.testkit;
    exports dev.lifeguard.distributed.host to
            dev.lifeguard.testkit;
    exports dev.lifeguard.distributed.surroundings to
            dev.lifeguard.testkit;
}
