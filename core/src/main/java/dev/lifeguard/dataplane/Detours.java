package dev.lifeguard.dataplane;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whatever keeps a checkout from its short way, in one word: each of it is rare, and all of it together is. What a
 * checkout that asks for each by itself pays is said in {@code docs/benchmarks.md}.
 *
 * <p>Order: each change and each look is volatile. Who says something and then looks at the workers, and who claims a
 * worker and then looks here, cannot miss each other.
 */
final class Detours {

    /** Nothing is lent any more to those who do not wait for it already. Supervisor; for good. */
    static final int CLOSED = 1;

    /** Nothing is taken out of the queue and nothing is lent. Supervisor. */
    static final int PAUSED = 1 << 1;

    /** Nobody may overtake the head of the queue. Supervisor. */
    static final int STRICT = 1 << 2;

    /** The supervisor does not look at the leases now and then. It says so, and the next lessee takes it back. */
    static final int UNWATCHED = 1 << 3;

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Detours.class, "word", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile int word = UNWATCHED;

    /**
     * {@return those of these that there are, 0 for none} Not whether there are: the compiler would mix up how often each
     * caller finds some.
     */
    int among(int some) {
        return word & some;
    }

    void set(int one, boolean there) {
        if (there) {
            WORD.getAndBitwiseOr(this, one);
        } else {
            WORD.getAndBitwiseAnd(this, ~one);
        }
    }
}
