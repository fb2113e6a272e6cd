package dev.lifeguard.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads one output of a command to its end, on a thread of its own, into the tail and the sink.
 *
 * <p>The pipe is always read to its end, even when the sink fails or the attempt no longer waits: a command
 * whose output nobody reads would stand still.
 */
final class OutputPump {
    private static final int BUFFER_BYTES = 32 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Tail tail;
    private final OutputStream sink;
    private boolean closed;
    private Optional<IOException> loss = Optional.empty();

    OutputPump(int tailBytes, OutputStream sink) {
        tail = new Tail(tailBytes);
        this.sink = sink;
    }

    /** Waits until the pipe is ours; from then on nothing that comes through it is lost. */
    void awaitReading() throws InterruptedException {
        reading.await();
    }

    /** Completes when the last holder of the pipe has closed it. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /**
     * Reads until the end of the stream. The monitor is held all the time, on purpose: when the process has
     * ended, the JDK's own reaper enters it to close the pipe at once, and what processes further down the
     * line still had to say would be lost. The reaper waits here; the exit code it has reported before.
     */
    void run(InputStream pipe) {
        try {
            synchronized (pipe) {
                reading.countDown();
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int n = pipe.read(buffer); n >= 0; n = pipe.read(buffer)) {
                    take(buffer, n);
                }
            }
        } catch (IOException broken) {
            lose(broken);
        } finally {
            ended.complete(null);
        }
    }

    private void take(byte[] buffer, int length) {
        lock.lock();
        try {
            if (!closed) {
                tail.add(buffer, length);
                writeToSink(buffer, length);
            }
        } finally {
            lock.unlock();
        }
    }

    private void writeToSink(byte[] buffer, int length) {
        if (loss.isEmpty()) {
            try {
                sink.write(buffer, 0, length);
            } catch (IOException full) {
                loss = Optional.of(full);
            }
        }
    }

    private void lose(IOException why) {
        lock.lock();
        try {
            loss = loss.or(() -> Optional.of(why));
        } finally {
            lock.unlock();
        }
    }

    /** Ends the capture: closes the sink; what comes later is read and dropped. */
    Captured close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                closeSink();
            }
            return tail.captured();
        } finally {
            lock.unlock();
        }
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (IOException full) {
            loss = loss.or(() -> Optional.of(full));
        }
    }

    /** Why the output is not whole where it should have gone, or empty; final after {@link #close}. */
    Optional<IOException> loss() {
        lock.lock();
        try {
            return loss;
        } finally {
            lock.unlock();
        }
    }
}
