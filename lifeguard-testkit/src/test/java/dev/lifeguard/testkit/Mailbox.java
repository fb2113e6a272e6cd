package dev.lifeguard.testkit;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A place for one letter: one thread takes it, another puts it. The planted one loses wake-ups. */
sealed interface Mailbox {
    void put(int letter);

    int take();

    /** Registers first and looks then: either the taker sees the letter, or the putter sees the taker. */
    final class Correct implements Mailbox {
        private volatile int letter;
        private volatile @Nullable Thread taker;

        @Override
        public void put(int put) {
            DeterministicScheduler.point();
            letter = put;
            DeterministicScheduler.point();
            LockSupport.unpark(taker);
        }

        @Override
        public int take() {
            DeterministicScheduler.point();
            taker = Thread.currentThread();
            DeterministicScheduler.point();
            while (letter == 0) {
                DeterministicScheduler.point();
                LockSupport.park(this);
            }
            return letter;
        }
    }

    /** The planted bug: looks, then registers, then parks. A letter put in between wakes nobody. */
    final class LosesWakeups implements Mailbox {
        private volatile int letter;
        private volatile @Nullable Thread taker;

        @Override
        public void put(int put) {
            DeterministicScheduler.point();
            letter = put;
            DeterministicScheduler.point();
            LockSupport.unpark(taker);
        }

        @Override
        public int take() {
            DeterministicScheduler.point();
            while (letter == 0) {
                DeterministicScheduler.point();
                taker = Thread.currentThread();
                DeterministicScheduler.point();
                LockSupport.park(this);
            }
            return letter;
        }
    }
}
