package dev.lifeguard.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A command that runs on a thread of its own while the test does something to it; made by {@link Started}. */
final class Background {
    /** Far more than an end takes; without it a command that does not end would hold the test for ever. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final CompletableFuture<Runnable> kill = new CompletableFuture<>();
    private final CompletableFuture<ExecResult> result = new CompletableFuture<>();
    private final Thread thread;

    Background(ExecTask task, Containment grade) {
        thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(new ExecWorker(grade).run(task, 1, kill::complete));
            } catch (CommandFailedException failed) {
                result.complete(failed.result().orElseThrow());
            } catch (IOException | InterruptedException | RuntimeException | Error failure) {
                result.completeExceptionally(failure);
            }
        });
    }

    void kill() {
        within(kill).run();
    }

    void interrupt() {
        thread.interrupt();
    }

    ExecResult result() {
        return within(result);
    }

    Throwable failure() {
        try {
            return new AssertionError("expected a failure, got " + result());
        } catch (CompletionException failed) {
            return failed.getCause() == null ? failed : failed.getCause();
        }
    }

    /** Waits until the thread has left the command, which an interrupt before has killed if it still ran. */
    void awaitEnd() throws InterruptedException {
        if (!thread.join(LIMIT)) {
            throw new AssertionError("The command has not ended " + LIMIT + " after an interrupt.");
        }
    }

    private static <T> T within(CompletableFuture<T> answer) {
        return answer.copy().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
