package dev.lifeguard.verification.anomalies;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The one thing that goes wrong in a life that is otherwise always the same: at the n-th occasion, or from it on. */
final class Anomaly {

    /** When something can go wrong. */
    enum Occasion {
        THREAD_START,
        PLATFORM_THREAD_START,
        CALLBACK,
        PARK,
        WALL_CLOCK,
        ALLOCATION
    }

    /** What goes wrong then. */
    enum Kind {
        EXCEPTION,
        NO_MEMORY,
        STACK_OVERFLOW,
        SNEAKY_INTERRUPTED,
        NULL,
        INTERRUPT_FLAG,
        WAKES_AT_ONCE,
        WAKES_EARLY,
        WAKES_LATE,
        LEAPS_AHEAD,
        A_YEAR_BACK,
        A_YEAR_AHEAD
    }

    /** How often. */
    enum Times {
        ONCE,
        FOR_GOOD
    }

    final Occasion occasion;
    final Kind kind;
    final Times times;
    private final long first;
    private final List<Throwable> thrown = new ArrayList<>();
    private final Set<UserCode.Place> places = EnumSet.noneOf(UserCode.Place.class);
    private long seen;
    private boolean struck;

    Anomaly(Occasion occasion, Kind kind, Times times, long first) {
        this.occasion = occasion;
        this.kind = kind;
        this.times = times;
        this.first = first;
    }

    @Override
    public String toString() {
        return occasion + " number " + first + (times == Times.ONCE ? " " : " and each after it ") + kind;
    }

    /** One more occasion. {@return whether it goes wrong now} */
    boolean strikes(Occasion now) {
        if (now != occasion) {
            return false;
        }
        seen++;
        boolean wrong = times == Times.ONCE ? seen == first : seen >= first;
        struck |= wrong;
        return wrong;
    }

    /** The same for code of the user. */
    boolean strikes(UserCode.Place place) {
        boolean wrong = strikes(Occasion.CALLBACK);
        if (wrong) {
            places.add(place);
        }
        return wrong;
    }

    /** {@return whether the occasion has come} If not, there are fewer of them, and all have been tried. */
    boolean struck() {
        return struck;
    }

    /** {@return the code of the user that went wrong} */
    Set<UserCode.Place> places() {
        return places;
    }

    /** {@return what was thrown, the first first} */
    List<Throwable> thrown() {
        return thrown;
    }

    /** Throws, of whatever type. Never returns. */
    RuntimeException raise(String where) {
        String words = "planted: number " + seen + ", " + where;
        Throwable raised = switch (kind) {
            case EXCEPTION -> new IllegalStateException(words);
            case NO_MEMORY -> new OutOfMemoryError(words);
            case STACK_OVERFLOW -> new StackOverflowError(words);
            case SNEAKY_INTERRUPTED -> new InterruptedException(words);
            case NULL, INTERRUPT_FLAG, WAKES_AT_ONCE, WAKES_EARLY, WAKES_LATE, LEAPS_AHEAD, A_YEAR_BACK, A_YEAR_AHEAD ->
                throw new IllegalArgumentException(kind + " throws nothing.");
        };
        thrown.add(raised);
        return sneak(raised);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // Past the compiler, as user code in other languages does.
    private static <T extends Throwable> RuntimeException sneak(Throwable raised) throws T {
        throw (T) raised;
    }
}
