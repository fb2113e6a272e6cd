package dev.lifeguard.verification.soak;

import dev.lifeguard.StopReason;
import dev.lifeguard.TaskContext;
import dev.lifeguard.Worker;
import dev.lifeguard.WorkerContext;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A worker that does what each task says, and whose hooks fail now and then. It notices every misuse of itself. */
final class Victim implements Worker<Victim.Task, Integer> {

    /** What a task does. */
    enum Kind {
        SUCCEED,
        FAIL,
        FAIL_ONCE,
        DIE,
        SOIL,
        BREAK,
        SLOW,
        DEAF,
        SILENT
    }

    /**
     * A task.
     *
     * @param number its number, which it returns
     * @param kind what it does
     * @param end lets a task that ignores everything go
     */
    record Task(int number, Kind kind, CountDownLatch end) {}

    private final Tally faults;
    private final Tally wrong;
    private final Tally lives;
    private final SplittableRandom random;
    private final byte[] text = new byte[128];
    private final Deflater deflater = new Deflater();
    private final Inflater inflater = new Inflater();
    private final AtomicInteger users = new AtomicInteger();
    private volatile boolean stopped;

    Victim(long seed, Tally faults, Tally wrong, Tally lives) {
        this.random = new SplittableRandom(seed);
        this.faults = faults;
        this.wrong = wrong;
        this.lives = lives;
    }

    @Override
    public void start(WorkerContext context) {
        if (random.nextInt(50) == 0) {
            faults.count("start failed");
            throw new IllegalStateException("cannot start");
        }
        lives.count("started");
    }

    @Override
    public Integer process(Task task, TaskContext context) throws InterruptedException {
        enter();
        try {
            return work(task, context);
        } finally {
            users.decrementAndGet();
        }
    }

    private int work(Task task, TaskContext context) throws InterruptedException {
        switch (task.kind()) {
            case SUCCEED -> check(press(task.number()), task.number());
            case FAIL -> throw new IllegalStateException("fails");
            case FAIL_ONCE -> {
                if (context.attempt() == 1) {
                    throw new IllegalStateException("fails once");
                }
            }
            case DIE -> {
                faults.count("worker killed by its task");
                throw new AssertionError("dies");
            }
            case SOIL -> context.markDirty();
            case BREAK -> {
                faults.count("worker called broken");
                context.markBroken("by the soak");
            }
            case SLOW, SILENT -> {
                context.progress(task.number());
                task.end().await();
            }
            case DEAF -> {
                faults.count("worker stuck");
                awaitDeaf(task.end());
            }
        }
        return task.number();
    }

    /** Real work with a tool that has a state: a tool that two threads use gives something else. */
    private byte[] press(int number) {
        random.nextBytes(text);
        ByteBuffer.wrap(text).putInt(number);
        deflater.reset();
        deflater.setInput(text);
        deflater.finish();
        byte[] packed = new byte[2 * text.length];
        int length = deflater.deflate(packed);
        return Arrays.copyOf(packed, length);
    }

    private void check(byte[] packed, int number) {
        byte[] plain = new byte[text.length];
        inflater.reset();
        inflater.setInput(packed);
        try {
            if (inflater.inflate(plain) != plain.length
                    || ByteBuffer.wrap(plain).getInt() != number) {
                wrong.count("what was pressed for a task is not its own");
            }
        } catch (DataFormatException torn) {
            wrong.count("what was pressed is torn: " + torn);
        }
    }

    /** Waits whatever comes; an interrupt is dropped, as the code of others does it. */
    private static void awaitDeaf(CountDownLatch end) {
        boolean over = false;
        while (!over) {
            try {
                end.await();
                over = true;
            } catch (InterruptedException dropped) {
                over = end.getCount() == 0;
            }
        }
    }

    @Override
    public void reset() {
        enter();
        users.decrementAndGet();
        if (random.nextInt(100) == 0) {
            faults.count("reset failed");
            throw new IllegalStateException("cannot be reset");
        }
    }

    @Override
    public boolean healthy() {
        if (random.nextInt(200) == 0) {
            faults.count("unhealthy");
            return false;
        }
        return true;
    }

    @Override
    public void stop(StopReason reason) {
        enter();
        users.decrementAndGet();
        if (stopped) {
            wrong.count("a worker is stopped twice");
        }
        stopped = true;
        deflater.end();
        inflater.end();
        lives.count("stopped");
    }

    /** Somebody uses this worker now. */
    void enter() {
        if (users.incrementAndGet() != 1) {
            wrong.count("a worker is used by two at a time");
        }
        if (stopped) {
            wrong.count("a worker is used after its stop");
        }
    }

    /** Nobody uses this worker any more. */
    void leave() {
        users.decrementAndGet();
    }
}
