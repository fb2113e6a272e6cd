import org.jspecify.annotations.NullMarked;

/**
 * A pool of supervised workers: tasks and checkouts over one engine, with limits, recovery and a
 * drain that accounts for everything. Depends on the JDK only.
 */
@NullMarked
@SuppressWarnings("module") // The friends below are built after this module, which does not know them.
module dev.lifeguard {
    // Where the runtime has them: the core works without.
    requires static java.management;
    requires static jdk.jfr;
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;

    exports dev.lifeguard;
    exports dev.lifeguard.deadletter;
    exports dev.lifeguard.policy;
    // Hidden: for the test kit, which steps the supervisor, and for the trees, which have tables and timers too.
    exports dev.lifeguard.control to
            dev.lifeguard.testkit;
    exports dev.lifeguard.dataplane to
            dev.lifeguard.testkit;
    exports dev.lifeguard.inprocess to
            dev.lifeguard.testkit;
    exports dev.lifeguard.lifecycle to
            dev.lifeguard.supervision,
            dev.lifeguard.testkit;
    exports dev.lifeguard.timing to
            dev.lifeguard.distributed,
            dev.lifeguard.supervision,
            dev.lifeguard.testkit;
}
