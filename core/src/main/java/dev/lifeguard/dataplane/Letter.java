package dev.lifeguard.dataplane;

import dev.lifeguard.Message;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way, and the place of its answer. The first of three writes the answer: the reader who replies, the
 * pool when the reader is done without a reply, the asker who leaves.
 */
@SuppressWarnings("ReferenceEquality") // The marks are told from answers by their identity.
public final class Letter extends AtomicReference<@Nullable Object> implements Message {

    private static final long serialVersionUID = 1L;

    /** The body of a question that the loop of the worker answers itself. */
    private static final Object PING = "ping";

    private static final Object LEFT = new Object();

    /** The reader is done with the question and did not reply. */
    record Unanswered(@Nullable Throwable cause) {}

    private final transient Object body;

    /** Where the asker waits, when there is one. */
    private final transient @Nullable Letterbox box;

    private Letter(Object body, @Nullable Letterbox box) {
        this.body = body;
        this.box = box;
    }

    /** {@return a message that wants no reply} */
    static Letter telling(Object body) {
        return new Letter(body, null);
    }

    /** {@return a question whose asker waits at the box} */
    static Letter asking(Object body, Letterbox box) {
        return new Letter(body, box);
    }

    /** {@return a question that no user code sees} */
    static Letter pinging(Letterbox box) {
        return new Letter(PING, box);
    }

    @Override
    public Object body() {
        return body;
    }

    @Override
    public boolean wantsReply() {
        return box != null && get() == null;
    }

    @Override
    public boolean reply(Object answer) {
        return answer(java.util.Objects.requireNonNull(answer));
    }

    /** The reader is done with it: a question that has no reply will not get one. */
    public void close(@Nullable Throwable cause) {
        if (wantsReply()) {
            answer(new Unanswered(cause));
        }
    }

    private boolean answer(Object answer) {
        Letterbox waiting = box;
        if (waiting == null || !compareAndSet(null, answer)) {
            return false;
        }
        // Order: the answer first; the asker pushed itself and looks again when it is woken.
        waiting.nudge();
        return true;
    }

    boolean isPing() {
        return body == PING && box != null;
    }

    /** The asker goes. {@return the answer that came in this moment, or {@code null}} */
    @Nullable
    Object leave() {
        return compareAndSet(null, LEFT) ? null : get();
    }
}
