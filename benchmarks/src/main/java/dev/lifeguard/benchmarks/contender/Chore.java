package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.TaskContext;
import dev.lifeguard.Work;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A task, in the form that each pool wants: one object for each task, and none around it, whoever runs it.
 *
 * <p>It tells that it ran: by its result, or by a count of its own.
 */
public abstract class Chore implements Work<Object, Integer>, Supplier<Integer>, Runnable {

    /** What there is to do. */
    public enum Kind {
        /** Nothing, so that only the pool costs. */
        NOTHING {
            @Override
            void act() {
                // What is measured is the way here.
            }
        },
        /** About 10 µs of a processor. */
        COMPUTE {
            @Override
            void act() {
                Blackhole.consumeCPU(TOKENS);
            }
        },
        /** A call that blocks for a millisecond. */
        BLOCK {
            @Override
            void act() {
                try {
                    TimeUnit.MILLISECONDS.sleep(1);
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException("A chore was interrupted, so its time means nothing.", interrupted);
                }
            }
        };

        /** The harness' own unit of work; so many are 10 µs on a processor of 3 GHz, and the same work on any. */
        private static final int TOKENS = 4_000;

        abstract void act();
    }

    /** Does the work, {@return the result} */
    protected abstract int work();

    @Override
    public final Integer run(Object worker, TaskContext context) {
        return work();
    }

    @Override
    public final Integer get() {
        return work();
    }

    @Override
    public final void run() {
        int unused = work();
    }

    /** A chore whose result is its number and one. */
    public static final class Numbered extends Chore {
        private final Kind kind;
        private final int number;

        /** Of a kind, with a number. */
        public Numbered(Kind kind, int number) {
            this.kind = kind;
            this.number = number;
        }

        @Override
        protected int work() {
            kind.act();
            return number + 1;
        }
    }

    /** A chore that counts a latch down when it is done; its result is 0. */
    public static final class Counted extends Chore {
        private final Kind kind;
        private final CountDownLatch latch;

        /** Of a kind, with the latch of its batch. */
        public Counted(Kind kind, CountDownLatch latch) {
            this.kind = kind;
            this.latch = latch;
        }

        @Override
        protected int work() {
            kind.act();
            latch.countDown();
            return 0;
        }
    }

    /** A chore that runs what a program gives it; its result is 0. */
    public static final class Given extends Chore {
        private final Runnable code;

        /** With its code. */
        public Given(Runnable code) {
            this.code = code;
        }

        @Override
        protected int work() {
            code.run();
            return 0;
        }
    }
}
