package dev.lifeguard.testkit;

import static dev.lifeguard.testkit.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
@ExtendWith(LeakCheck.class)
final class LeaksTest {
    private static final String PREFIX = "leaking-";

    @Test
    void aPlatformThreadThatIsLeftIsNamed() throws InterruptedException {
        assertNamedUntilItEnds(Thread.ofPlatform().name(PREFIX + "platform"));
    }

    @Test
    void aVirtualThreadThatIsLeftIsNamed() throws InterruptedException {
        assertNamedUntilItEnds(Thread.ofVirtual().name(PREFIX + "virtual"));
    }

    private static void assertNamedUntilItEnds(Thread.Builder builder) throws InterruptedException {
        Leaks leaks = Leaks.watch(PREFIX);
        CountDownLatch over = new CountDownLatch(1);
        Thread leaked = builder.start(() -> {
            try {
                over.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException("nobody interrupts here", interrupted);
            }
        });
        String name = "thread " + leaked.getName() + " (#" + leaked.threadId() + ")";
        assertEquals(List.of(name), leaks.left());
        AssertionError failure = assertThrows(AssertionError.class, () -> leaks.requireNone(Duration.ofMillis(50)));
        assertSays(failure, name);
        over.countDown();
        leaked.join();
        leaks.requireNone();
    }

    @Test
    void aChildProcessThatIsLeftIsNamed() throws IOException, InterruptedException {
        Leaks leaks = Leaks.watch(PREFIX);
        Process child = new ProcessBuilder("cat").start();
        try {
            assertEquals(1, leaks.left().size());
            assertTrue(leaks.left().getFirst().startsWith("process " + child.pid()), leaks.left()::toString);
        } finally {
            child.destroyForcibly().waitFor();
        }
        leaks.requireNone();
    }

    @Test
    void whatWasThereBeforeDoesNotCount() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Thread earlier = Thread.ofPlatform().name(PREFIX + "earlier").start(() -> {
            try {
                over.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException("nobody interrupts here", interrupted);
            }
        });
        Leaks.watch(PREFIX).requireNone();
        over.countDown();
        earlier.join();
    }
}
