package dev.lifeguard.executor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Executors that are stopped after each test, and tasks that wait until the test lets them go. */
abstract class ExecutorFixture {

    /** Seconds, for what should happen at once. */
    static final long LONG = 20;

    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // What a caller must not give is given here on purpose.
    static final Runnable NOTHING = null;

    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // As above.
    static final Callable<String> NO_CODE = null;

    /** An executor, and what else must be closed with it. */
    record Subject(ExecutorService executor, Runnable ground) {

        void end() throws InterruptedException {
            executor.shutdownNow();
            assertTrue(executor.awaitTermination(LONG, TimeUnit.SECONDS), () -> executor + " does not terminate");
            ground.run();
        }
    }

    private final Queue<Subject> subjects = new ConcurrentLinkedQueue<>();
    private final Queue<Blocker> blockers = new ConcurrentLinkedQueue<>();

    /** {@return an executor with so many threads, whose bounded queue rejects what finds it full} */
    protected abstract Subject subject(int threads, int queue) throws InterruptedException;

    final ExecutorService executor(int threads) throws InterruptedException {
        return executor(threads, 64);
    }

    final ExecutorService executor(int threads, int queue) throws InterruptedException {
        Subject made = subject(threads, queue);
        subjects.add(made);
        return made.executor();
    }

    @AfterEach
    final void endAll() throws InterruptedException {
        Thread.interrupted();
        releaseAll();
        for (Subject subject : subjects) {
            subject.end();
        }
    }

    final void releaseAll() {
        blockers.forEach(Blocker::release);
    }

    /** Runs until it is released, whatever interrupts it. */
    final class Blocker implements Runnable {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final CompletableFuture<String> end = new CompletableFuture<>();

        Blocker() {
            blockers.add(this);
        }

        @Override
        public void run() {
            begun.countDown();
            boolean interrupted = false;
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException ignored) {
                    interrupted = true;
                }
            }
            end.complete(interrupted ? "interrupted" : "ran to its end");
        }

        void awaitBegun() throws InterruptedException {
            await(begun);
        }

        void release() {
            released.countDown();
        }

        String awaitEnd() throws Exception {
            return end.get(LONG, TimeUnit.SECONDS);
        }
    }

    /** {@return what keeps one thread of the executor busy, now} */
    final Blocker hold(ExecutorService executor) throws InterruptedException {
        var blocker = new Blocker();
        executor.execute(blocker);
        blocker.awaitBegun();
        return blocker;
    }

    /** Waits until it is interrupted. */
    static void waitForever(Runnable interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException expected) {
            interrupted.run();
        }
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(LONG, TimeUnit.SECONDS), "not within " + LONG + " s");
    }

    static Thread background(Runnable body) {
        return Thread.ofPlatform().name("executor test").daemon(true).start(body);
    }

    static void join(Thread thread) throws InterruptedException {
        assertTrue(thread.join(java.time.Duration.ofSeconds(LONG)), () -> thread + " does not end");
    }

    /** Throws what cannot be declared here. */
    @SuppressWarnings("unchecked") // The compiler is to think that it is unchecked.
    static <X extends Throwable> void throwAny(Throwable failure) throws X {
        throw (X) failure;
    }
}
