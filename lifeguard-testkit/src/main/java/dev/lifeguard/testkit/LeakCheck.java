package dev.lifeguard.testkit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension that fails a test which leaves threads of the library or child processes behind:
 * {@code @ExtendWith(LeakCheck.class)}. It looks at the whole JVM, so the class should be {@code @Isolated} when tests
 * run in parallel; {@link Leaks} with a prefix of its own serves tests that are not.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(LeakCheck.class);

    /** Made by JUnit. */
    public LeakCheck() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(STORE).put(Leaks.class, Leaks.watch());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Leaks before = context.getStore(STORE).remove(Leaks.class, Leaks.class);
        if (before == null) {
            throw new IllegalStateException("The leak check did not see the beginning of the test, so it cannot tell"
                    + " what the test left; register the extension for the class.");
        }
        before.requireNone();
    }
}
