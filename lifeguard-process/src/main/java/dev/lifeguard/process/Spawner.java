package dev.lifeguard.process;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that starts processes, from the first start to the end of the JVM.
 *
 * <p>A parent-death signal belongs to the <em>thread</em> that started the child: a child that was started by
 * a thread of a cached pool, or by the carrier of a virtual thread, is killed when that thread expires, not
 * when the JVM dies. So the thread that starts them never ends. It is a static because its life is the JVM's,
 * whatever pools come and go.
 */
final class Spawner {
    private record Request(ProcessBuilder builder, CompletableFuture<Process> started) {}

    /** Bounded by the number of workers that start something at one moment: each waits for its own start. */
    private static final LinkedBlockingQueue<Request> REQUESTS = new LinkedBlockingQueue<>();

    static {
        Thread.ofPlatform()
                .name("lifeguard-spawner")
                .daemon()
                .inheritInheritableThreadLocals(false)
                .start(Spawner::serve);
    }

    private Spawner() {}

    /** Starts a process. The future fails with the {@link IOException} of the start, or with what else it threw. */
    static CompletableFuture<Process> submit(ProcessBuilder builder) {
        var started = new CompletableFuture<Process>();
        REQUESTS.add(new Request(builder, started));
        return started;
    }

    private static void serve() {
        while (true) {
            try {
                start(REQUESTS.take());
            } catch (InterruptedException unwanted) {
                System.getLogger(Spawner.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "The thread lifeguard-spawner was interrupted and goes on: its end would kill every"
                                        + " command that it started.");
            }
        }
    }

    private static void start(Request request) {
        try {
            request.started.complete(request.builder.start());
        } catch (IOException | RuntimeException | Error failure) {
            // Whatever it was is the caller's to report; this thread must outlive it.
            request.started.completeExceptionally(failure);
        }
    }
}
