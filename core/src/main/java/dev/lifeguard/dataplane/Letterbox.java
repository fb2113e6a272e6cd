package dev.lifeguard.dataplane;

import dev.lifeguard.MessageException;
import dev.lifeguard.MessageException.Reason;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.timing.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox of one incarnation of a worker, or the inbox of one task. When the one who reads it ends, it is closed:
 * what was not read is dropped and counted, and who waits for a reply is told so.
 */
final class Letterbox extends Channel<Letter> {

    private final Counters counters;
    private final TimeSource time;
    private final String owner;

    /**
     * Makes it.
     *
     * @param owner whose it is, for messages
     */
    Letterbox(int places, Counters counters, TimeSource time, String owner) {
        super(places);
        this.counters = counters;
        this.time = time;
        this.owner = owner;
    }

    /** {@return whether the letter was taken} One that was not, because the box is full, is counted. */
    boolean post(Letter letter) {
        if (offer(letter)) {
            if (isClosed()) {
                // It was closed between the place and the letter, so nobody else looks.
                drop();
            }
            return true;
        }
        if (!isClosed()) {
            counters.messageRefused(this, time.nanoTime());
        }
        return false;
    }

    /** {@return the next letter that is for user code} Pings on the way to it are answered. */
    @Nullable
    Letter read() {
        for (Letter letter = poll(); letter != null; letter = poll()) {
            if (!letter.isPing()) {
                return letter;
            }
            letter.reply("pong");
        }
        return null;
    }

    /** Nobody reads it any more. */
    void close() {
        shut();
        drop();
    }

    private void drop() {
        for (Letter letter = poll(); letter != null; letter = poll()) {
            counters.messageDropped();
            letter.close(null);
        }
    }

    /** {@return whose it is} */
    String owner() {
        return owner;
    }

    /** {@return how full it is} */
    PoolSnapshot.Box look() {
        return new PoolSnapshot.Box(size(), places());
    }

    /** Waits for the answer to a letter that was posted here. */
    Object awaitAnswer(Letter letter, TimeSource time, Duration limit, long deadlineNanos) throws InterruptedException {
        Object answer;
        try {
            answer = await(
                    time,
                    () -> {
                        // First this and then the answer: a reply before the end counts.
                        boolean over = isClosed();
                        Object there = letter.get();
                        if (there != null) {
                            return there;
                        }
                        return over ? new Letter.Unanswered(null) : null;
                    },
                    true,
                    deadlineNanos);
        } catch (InterruptedException interrupted) {
            letter.leave();
            throw interrupted;
        }
        if (answer == null) {
            answer = letter.leave();
        }
        return switch (answer) {
            case null ->
                throw new MessageException(
                        Reason.TIMED_OUT,
                        "No reply from " + owner + " within " + limit
                                + ", so the question is given up, but it may still be read; ask with more time, or"
                                + " look at what keeps the other side busy.",
                        null);
            case Letter.Unanswered unanswered ->
                throw new MessageException(
                        Reason.ENDED,
                        owner + (isClosed() ? " ended" : " is done with the question")
                                + " without a reply, so none will come; ask again, or see to it that it replies.",
                        unanswered.cause());
            default -> answer;
        };
    }

    /** {@return why a question was not even posted} */
    MessageException notPosted() {
        return isClosed()
                ? new MessageException(
                        Reason.ENDED,
                        owner + " has ended, so the question was not delivered; ask one that lives.",
                        null)
                : new MessageException(
                        Reason.FULL,
                        "The box of " + owner + " is full (" + size() + " messages), so the question was not delivered;"
                                + " slow down, raise the channel, or look at what keeps the other side busy.",
                        null);
    }
}
