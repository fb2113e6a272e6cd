import org.jspecify.annotations.NullMarked;

/** Tools to test pools and code that uses them: virtual time, a deterministic scheduler, seeds, leak checks. */
@NullMarked
module dev.lifeguard.testkit {
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;
    requires jdk.management;
    requires java.management;
    requires transitive dev.lifeguard;
    // For the engines of distributed pools and their contract.
    requires transitive dev.lifeguard.distributed;
    // For the suite about pools in trees, and the simulator of trees.
    requires dev.lifeguard.supervision;

    exports dev.lifeguard.testkit;
    exports dev.lifeguard.testkit.contract;
    exports dev.lifeguard.testkit.engine;

    // JUnit calls the tests of the suites.
    opens dev.lifeguard.testkit.contract;
}
