package dev.lifeguard.process;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A command that runs on a thread of its own while the test does something to it. */
final class Background {
    private final CompletableFuture<Runnable> kill = new CompletableFuture<>();
    private final CompletableFuture<ExecResult> result = new CompletableFuture<>();
    private final Thread thread;

    Background(Command command) {
        this(ExecTask.of(command), Containment.available());
    }

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
        kill.join().run();
    }

    void interrupt() {
        thread.interrupt();
    }

    ExecResult result() {
        return result.join();
    }

    Throwable failure() {
        try {
            return new AssertionError("expected a failure, got " + result.join());
        } catch (CompletionException failed) {
            return failed.getCause() == null ? failed : failed.getCause();
        }
    }
}
