package dev.lifeguard.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tests by random commands: a generator draws a list of commands from a seed, a runner carries it out against the
 * thing under test and a model of it, and a list that fails is made shorter as long as it still fails.
 *
 * @param <C> a command; its text appears in the message of a failure
 */
public final class CommandSequences<C> {
    /** How often a failing list is run again to make it shorter. */
    public static final int SHRINK_LIMIT = 2_000;

    /**
     * Carries out commands.
     *
     * @param <C> a command
     */
    @FunctionalInterface
    public interface Runner<C> {

        /**
         * Runs a list of commands from a fresh start.
         *
         * @param seed decides what else is random, such as the schedule
         * @param commands in order
         * @throws Exception fails the test, like an {@link AssertionError}
         */
        void run(long seed, List<C> commands) throws Exception;
    }

    private final Function<SplittableRandom, List<C>> generator;
    private final Runner<C> runner;

    private CommandSequences(Function<SplittableRandom, List<C>> generator, Runner<C> runner) {
        this.generator = generator;
        this.runner = runner;
    }

    /**
     * {@return a test by random commands}
     *
     * @param generator draws a list; the same random source gives the same list
     * @param runner carries it out
     * @param <C> a command
     */
    public static <C> CommandSequences<C> of(Function<SplittableRandom, List<C>> generator, Runner<C> runner) {
        return new CommandSequences<>(generator, runner);
    }

    /**
     * Runs one list for each seed.
     *
     * @param seeds which
     * @throws AssertionError for the first seed that fails, with the shortest list found and the command to replay
     */
    public void check(Seeds seeds) {
        for (long seed : seeds) {
            Throwable failure = failure(seed);
            if (failure != null) {
                throw report(seed, failure);
            }
        }
    }

    private @Nullable Throwable failure(long seed) {
        return failure(seed, generator.apply(new SplittableRandom(seed)));
    }

    private AssertionError report(long seed, Throwable failure) {
        List<C> commands = generator.apply(new SplittableRandom(seed));
        List<C> shortest = shrink(seed, commands, failure.getClass());
        Throwable last = failure(seed, shortest);
        StringBuilder text = new StringBuilder(256);
        text.append("Seed ").append(seed).append(" fails: ").append(failure.getMessage());
        text.append("\n  ").append(commands.size()).append(" commands, of which these suffice:");
        for (C command : shortest) {
            text.append("\n    ").append(command);
        }
        text.append("\n  ").append(Seeds.command(Seeds.SEED_PROPERTY, Long.toString(seed)));
        return new AssertionError(text.toString(), last == null ? failure : last);
    }

    /** Greedy: drops halves, quarters and so on down to single commands, and keeps each list that still fails. */
    private List<C> shrink(long seed, List<C> commands, Class<?> kind) {
        List<C> shortest = List.copyOf(commands);
        int attempts = 0;
        for (int chunk = Math.max(1, shortest.size() / 2); ; chunk = Math.max(1, chunk / 2)) {
            boolean shorter = false;
            for (int from = 0; from < shortest.size() && attempts < SHRINK_LIMIT; ) {
                List<C> candidate = without(shortest, from, chunk);
                Throwable failure = failure(seed, candidate);
                attempts++;
                if (failure != null && failure.getClass() == kind) {
                    shortest = candidate;
                    shorter = true;
                } else {
                    from += chunk;
                }
            }
            if (attempts >= SHRINK_LIMIT || (chunk == 1 && !shorter)) {
                return shortest;
            }
        }
    }

    private static <C> List<C> without(List<C> commands, int from, int chunk) {
        List<C> rest = new ArrayList<>(commands.subList(0, from));
        rest.addAll(commands.subList(Math.min(commands.size(), from + chunk), commands.size()));
        return List.copyOf(rest);
    }

    private @Nullable Throwable failure(long seed, List<C> commands) {
        try {
            runner.run(seed, commands);
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }
}
