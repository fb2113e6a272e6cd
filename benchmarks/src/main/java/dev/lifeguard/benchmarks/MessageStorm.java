package dev.lifeguard.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.lifeguard.Message;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a storm of messages does to tasks that have nothing to do with it: beside it in another pool, and on the very
 * workers that read it and answer each message with an event. One round without the storm, one with it, one with its
 * control, and again, so that what changes on the machine changes for all three.
 *
 * <p>A storm takes processors wherever it blows, and that is no fault of the pool. So the control takes as much: for
 * tasks beside a storm as many threads that spin, together for as long as those of the storm ran; for tasks in it as
 * many messages as were read, told in the same way to a pool whose tasks nobody measures.
 *
 * <p>Bytes are those of the submitter's thread and of the workers' threads, without what the workers allocated inside
 * their receive hooks. To know that costs time, so bytes have rounds of their own.
 *
 * <p>Not JMH: its iterations do not take turns, and its bytes are those of the whole process.
 */
public final class MessageStorm {
    private static final int WORKERS = 2;
    private static final int BATCH = 256;
    private static final int LIMITED = 100_000;
    private static final long ROUND_NANOS = Duration.ofMillis(500).toNanos();
    private static final int WARM_UP = 3;
    private static final int TURNS = 15;
    private static final int WEIGHING_TURNS = 5;

    /** How long who told in time rests; what became due meanwhile comes at once, a few messages together. */
    private static final long REST_NANOS = 50_000;

    /** Longer than a storm needs to fill its mailboxes, which happens before anything is counted. */
    private static final Duration RISE = Duration.ofMillis(50);

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The teller, the workers that read, and the notifier that hears their events. */
    private static final int STORM_THREADS = 1 + WORKERS + 1;

    /** A storm drops events, and to write a line for every gap would be measured with it. */
    private static final Logger POOLS = Logger.getLogger("dev.lifeguard.pool");

    private MessageStorm() {}

    /** A worker that answers each message. Its numbers are written by its own thread. */
    private static final class Ear {
        private final long thread = Thread.currentThread().threadId();
        private final WorkerContext context;
        private final AtomicLong read = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();

        Ear(WorkerContext context) {
            this.context = context;
        }
    }

    /** A pool of such workers; both directions of its channels are full in a storm. */
    private static final class Ears implements WorkerDefinition<Ear>, AutoCloseable {
        private final List<Ear> ears = new CopyOnWriteArrayList<>();
        private final AtomicLong notifier = new AtomicLong();
        private final WorkerPool<Ear> pool;
        private volatile boolean weighing;

        Ears() throws InterruptedException {
            pool = WorkerPool.of(this)
                    .size(WORKERS)
                    .threads(WorkerThreads.PLATFORM)
                    .queue(1_024, WhenFull.block(LONG))
                    .minReady(WORKERS, LONG)
                    .listener(event -> notifier.setPlain(Thread.currentThread().threadId()))
                    .start();
        }

        @Override
        public Ear start(WorkerContext context) {
            var ear = new Ear(context);
            ears.add(ear);
            return ear;
        }

        @Override
        public void receive(Ear ear, Message message) {
            if (weighing) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                ear.context.emit(message.body());
                ear.bytes.setRelease(ear.bytes.getPlain() + THREADS.getCurrentThreadAllocatedBytes() - before);
            } else {
                ear.context.emit(message.body());
            }
            ear.read.setRelease(ear.read.getPlain() + 1);
        }

        long read() {
            return ears.stream().mapToLong(ear -> ear.read.getAcquire()).sum();
        }

        /** {@return the processor time of everybody who reads} */
        long processorNanos() {
            long readers = ears.stream()
                    .mapToLong(ear -> THREADS.getThreadCpuTime(ear.thread))
                    .sum();
            long telling = notifier.get();
            return telling == 0 ? readers : readers + THREADS.getThreadCpuTime(telling);
        }

        /** {@return what the submitter, who calls this, and the workers have allocated for tasks} */
        long taskBytes() {
            long workers = ears.stream()
                    .mapToLong(ear -> THREADS.getThreadAllocatedBytes(ear.thread) - ear.bytes.getAcquire())
                    .sum();
            return workers + THREADS.getCurrentThreadAllocatedBytes();
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    /** What threads of its own do during a round, until it is over. */
    private abstract static class Disturbance implements Runnable {
        final int threads;
        volatile boolean over;

        Disturbance(int threads) {
            this.threads = threads;
        }
    }

    /** Tells every worker of a pool, without a pause or at a rate. */
    private static final class Storm extends Disturbance {
        private final Ears told;
        private final double rate;
        private final boolean rests;
        private long taken;

        /**
         * Makes it.
         *
         * @param rate messages a second
         * @param rests whether the thread sleeps when it has told what was due, or spins
         */
        Storm(Ears told, double rate, boolean rests) {
            super(1);
            this.told = told;
            this.rate = rate;
            this.rests = rests;
        }

        @Override
        public void run() {
            long read = told.read();
            long began = System.nanoTime();
            for (long messages = 0; !over; ) {
                if (messages < (System.nanoTime() - began) / 1e9 * rate) {
                    taken += told.pool.broadcast("storm");
                    messages += WORKERS;
                } else if (rests) {
                    LockSupport.parkNanos(REST_NANOS);
                } else {
                    Thread.onSpinWait();
                }
            }
            while (told.read() < read + taken) {
                // The next round begins with empty mailboxes.
                LockSupport.parkNanos(REST_NANOS);
            }
        }
    }

    /** Takes processors, and does nothing with them. */
    private static final class Spin extends Disturbance {
        private final double share;

        Spin(double processors) {
            super(STORM_THREADS);
            share = processors / STORM_THREADS;
        }

        @Override
        public void run() {
            long began = System.nanoTime();
            long spun = THREADS.getCurrentThreadCpuTime();
            while (!over) {
                if (THREADS.getCurrentThreadCpuTime() - spun <= (System.nanoTime() - began) * share) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(REST_NANOS);
                }
            }
        }
    }

    /**
     * What one round measured.
     *
     * @param rate tasks a microsecond
     * @param bytes a task
     * @param read messages a second
     * @param processors how many the disturbance kept busy; who reads a storm is in it, unless tasks run there as well
     */
    private record Round(double rate, double bytes, double read, double processors) {}

    /** Makes the control of a storm from what the storm did. */
    private interface Control {
        Disturbance like(Round storm);
    }

    /**
     * Measures a storm without a pause and one with a limited rate, each beside the tasks and on their workers.
     *
     * @param arguments none
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        POOLS.setLevel(Level.SEVERE);
        System.out.printf(
                "%d turns of %d ms, %d workers, %d processors, Java %s; medians (least to most)%n%n",
                TURNS,
                Duration.ofNanos(ROUND_NANOS).toMillis(),
                WORKERS,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature());
        System.out.println("| tasks | storm off, tasks/µs | on | control | on ÷ off | on ÷ control"
                + " | messages read/s (control) | processors of the storm (control) | B/task off | B/task on |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        try (var here = new Ears();
                var elsewhere = new Ears()) {
            double all = Double.POSITIVE_INFINITY;
            Control spin = storm -> new Spin(storm.processors());
            compare("beside a storm without a pause", here, elsewhere, elsewhere, all, spin);
            compare(
                    "in a storm without a pause",
                    here,
                    elsewhere,
                    here,
                    all,
                    storm -> new Storm(elsewhere, storm.read(), false));
            compare("beside " + LIMITED + " messages/s", here, elsewhere, elsewhere, LIMITED, spin);
            compare(
                    "in " + LIMITED + " messages/s",
                    here,
                    elsewhere,
                    here,
                    LIMITED,
                    storm -> new Storm(elsewhere, storm.read(), true));
        }
    }

    /** Prints one row: the tasks run in {@code here}, the storm in {@code told}. */
    private static void compare(String name, Ears here, Ears elsewhere, Ears told, double rate, Control like)
            throws InterruptedException {
        boolean rests = Double.isFinite(rate);
        Round[] off = new Round[TURNS];
        Round[] on = new Round[TURNS];
        Round[] controls = new Round[TURNS];
        for (int turn = -WARM_UP; turn < TURNS; turn++) {
            int at = Math.max(0, turn);
            off[at] = round(here, told, null);
            on[at] = round(here, told, new Storm(told, rate, rests));
            controls[at] = round(here, elsewhere, like.like(on[at]));
        }
        Round[] lightOff = new Round[WEIGHING_TURNS];
        Round[] lightOn = new Round[WEIGHING_TURNS];
        here.weighing = true;
        for (int turn = -1; turn < WEIGHING_TURNS; turn++) {
            int at = Math.max(0, turn);
            lightOff[at] = round(here, told, null);
            lightOn[at] = round(here, told, new Storm(told, rate, rests));
        }
        here.weighing = false;
        System.out.printf(
                "| %s | %s | %s | %s | %s | %s | %s (%s) | %s (%s) | %s | %s |%n",
                name,
                words("%.2f", TURNS, turn -> off[turn].rate()),
                words("%.2f", TURNS, turn -> on[turn].rate()),
                words("%.2f", TURNS, turn -> controls[turn].rate()),
                words("%.2f", TURNS, turn -> on[turn].rate() / off[turn].rate()),
                words("%.2f", TURNS, turn -> on[turn].rate() / controls[turn].rate()),
                median("%,.0f", TURNS, turn -> on[turn].read()),
                median("%,.0f", TURNS, turn -> controls[turn].read()),
                told == here ? "unknown" : median("%.2f", TURNS, turn -> on[turn].processors()),
                median("%.2f", TURNS, turn -> controls[turn].processors()),
                words("%.0f", WEIGHING_TURNS, turn -> lightOff[turn].bytes()),
                words("%.0f", WEIGHING_TURNS, turn -> lightOn[turn].bytes()));
    }

    private static Round round(Ears here, Ears told, @Nullable Disturbance disturbance) throws InterruptedException {
        if (disturbance == null) {
            return measure(here, told, List.of());
        }
        List<Thread> threads = Stream.generate(
                        () -> Thread.ofPlatform().daemon().start(disturbance))
                .limit(disturbance.threads)
                .toList();
        try {
            Thread.sleep(RISE);
            return measure(here, told, threads);
        } finally {
            disturbance.over = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /** Submits a batch of empty tasks and awaits every outcome, again and again. */
    private static Round measure(Ears here, Ears told, List<Thread> disturbance) throws InterruptedException {
        long read = told.read();
        long processor = processorNanos(here, told, disturbance);
        long bytes = here.taskBytes();
        long began = System.nanoTime();
        long tasks = 0;
        long took;
        do {
            TaskHandle<?>[] handles = new TaskHandle<?>[BATCH];
            for (int i = 0; i < BATCH; i++) {
                int task = i;
                handles[i] = here.pool.submit((worker, context) -> task + 1);
            }
            for (TaskHandle<?> handle : handles) {
                handle.await();
            }
            tasks += BATCH;
            took = System.nanoTime() - began;
        } while (took < ROUND_NANOS);
        return new Round(
                tasks * 1e3 / took,
                (here.taskBytes() - bytes) / (double) tasks,
                (told.read() - read) * 1e9 / took,
                (processorNanos(here, told, disturbance) - processor) / (double) took);
    }

    /** {@return the time of the disturbance and of who reads it} Workers that have tasks as well are left out. */
    private static long processorNanos(Ears here, Ears told, List<Thread> disturbance) {
        long own = disturbance.stream()
                .mapToLong(thread -> THREADS.getThreadCpuTime(thread.threadId()))
                .sum();
        return here == told ? own : own + told.processorNanos();
    }

    private static String words(String format, int count, IntToDoubleFunction value) {
        double[] values = sorted(count, value);
        String range = format + " (" + format + " to " + format + ")";
        return range.formatted(values[count / 2], values[0], values[count - 1]);
    }

    private static String median(String format, int count, IntToDoubleFunction value) {
        return format.formatted(sorted(count, value)[count / 2]);
    }

    private static double[] sorted(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).sorted().toArray();
    }
}
