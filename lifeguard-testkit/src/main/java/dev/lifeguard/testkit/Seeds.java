package dev.lifeguard.testkit;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The seeds of a test: 0, 1, 2 and so on, so that every run tries the same and a failure is a number.
 *
 * <p>{@code -Dlifeguard.seed=N} runs only seed N; {@code -Dlifeguard.seeds=10} runs ten times as many, and
 * {@code -Dlifeguard.seeds.from=N} as many from N on, so that a long run can be cut into parts. The message of a failure
 * names the seed and the command that replays it.
 */
public final class Seeds implements Iterable<Long> {
    /** The system property with the one seed to replay. */
    public static final String SEED_PROPERTY = "lifeguard.seed";

    /** The system property that multiplies the number of seeds, a whole number from 1. */
    public static final String SCALE_PROPERTY = "lifeguard.seeds";

    /** The system property with the first seed, instead of 0. */
    public static final String FROM_PROPERTY = "lifeguard.seeds.from";

    /** Something that depends on a seed. */
    @FunctionalInterface
    public interface SeededTest {

        /**
         * Runs once.
         *
         * @param seed decides everything that is random
         * @throws Exception fails the test
         */
        void run(long seed) throws Exception;
    }

    private final long first;
    private final long count;

    private Seeds(long first, long count) {
        this.first = first;
        this.count = count;
    }

    /**
     * {@return the seeds from 0 or from where it is said, or the one seed that is to be replayed}
     *
     * @param count how many, before they are scaled
     */
    public static Seeds of(int count) {
        Long replayed = number(SEED_PROPERTY);
        Long from = number(FROM_PROPERTY);
        return replayed != null ? new Seeds(replayed, 1) : new Seeds(from == null ? 0 : from, count * scale());
    }

    /** {@return by what the number of seeds is multiplied} */
    public static long scale() {
        Long scale = number(SCALE_PROPERTY);
        if (scale != null && scale < 1) {
            throw new IllegalArgumentException("-D" + SCALE_PROPERTY + ": expected a whole number from 1, got " + scale
                    + "; it multiplies the number of seeds.");
        }
        return scale == null ? 1 : scale;
    }

    /** Not {@link Long#getLong}, which takes a misspelt number for none and would silently run something else. */
    private static @Nullable Long number(String property) {
        String text = System.getProperty(property);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "-D" + property + ": expected a whole number, got \"" + text + "\".", notANumber);
        }
    }

    /** {@return how many seeds there are} */
    public long count() {
        return count;
    }

    @Override
    public Iterator<Long> iterator() {
        return LongStream.range(first, first + count).iterator();
    }

    /**
     * Runs a test with each seed.
     *
     * @param test fails by throwing
     * @throws AssertionError for the first seed that fails, with the seed, the command that replays it, and the cause
     */
    public void check(SeededTest test) {
        for (long seed : this) {
            try {
                test.run(seed);
            } catch (Exception | AssertionError failure) {
                throw new AssertionError(
                        "Seed " + seed + " fails: " + failure.getMessage() + "\n  "
                                + command(SEED_PROPERTY, Long.toString(seed)),
                        failure);
            }
        }
    }

    static String joined(List<Integer> choices) {
        return choices.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** {@return the command that replays, with the name of the test that is on the stack} */
    static String command(String property, String value) {
        String test = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(Seeds::isTest)
                        .map(frame -> " -Dtest=" + frame.getDeclaringClass().getSimpleName() + "#"
                                + frame.getMethodName() + " -Dsurefire.failIfNoSpecifiedTests=false")
                        .findFirst()
                        .orElse(""));
        return "Replay: mvn test" + test + " -D" + property + "=" + value;
    }

    private static boolean isTest(StackWalker.StackFrame frame) {
        return Arrays.stream(frame.getDeclaringClass().getDeclaredMethods())
                .filter(method -> method.getName().equals(frame.getMethodName()))
                .flatMap(method -> Arrays.stream(method.getAnnotations()))
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().endsWith("Test"));
    }
}
