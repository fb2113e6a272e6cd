package dev.lifeguard.testkit.contract;

import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A store that fails or hangs when the test wants it to. */
final class BrittleStore implements DeadLetterStore {

    private final DeadLetterStore behind;
    private final CountDownLatch reached = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** Whether it takes no letters. */
    volatile boolean failing;

    BrittleStore(DeadLetterStore behind) {
        this.behind = behind;
    }

    /** Lets whoever adds a letter hang until {@link #release}. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    /** {@return whether somebody has come to add a letter} */
    boolean isHeld() {
        return reached.getCount() == 0;
    }

    private void misbehave() {
        reached.countDown();
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failing) {
            throw new UncheckedIOException(new IOException("planted: the store takes no letters"));
        }
    }

    @Override
    public long add(DeadLetter letter) {
        misbehave();
        return behind.add(letter);
    }

    @Override
    public boolean replace(DeadLetter letter) {
        misbehave();
        return behind.replace(letter);
    }

    @Override
    public boolean drop(long number) {
        return behind.drop(number);
    }

    @Override
    public Optional<DeadLetter> find(long number) {
        return behind.find(number);
    }

    @Override
    public List<DeadLetter> page(long after, int most) {
        return behind.page(after, most);
    }

    @Override
    public int size() {
        return behind.size();
    }

    @Override
    public int bound() {
        return behind.bound();
    }

    @Override
    public long pushedOut() {
        return behind.pushedOut();
    }

    @Override
    public void close() {
        behind.close();
    }
}
