import org.jspecify.annotations.NullMarked;

/** Trees of supervisors: pools, threads and anything that starts and stops, started again when they fail. */
@NullMarked
@SuppressWarnings("module") // The test kit is built after this module, which does not know it.
module dev.lifeguard.supervision {
    // Where the runtime has them: the trees work without.
    requires static java.management;
    requires static jdk.jfr;
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;
    requires transitive dev.lifeguard;

    exports dev.lifeguard.supervision;
    // Hidden: for the test kit, which runs trees in virtual time.
    exports dev.lifeguard.tree to
            dev.lifeguard.testkit;
}
