package dev.lifeguard.testkit;

import java.util.Arrays;
import java.util.List;

/**
 * Tries many schedules of one {@link Scenario} and throws the first that fails, with the seed or the choices that
 * repeat it. Each schedule must end with every thread ended and the check of the scenario passed.
 *
 * <p>{@code -Dlifeguard.seed=N} runs one seed of a random exploration, {@code -Dlifeguard.choices=0,2,1} one list of
 * choices of any, and {@code -Dlifeguard.seeds=10} ten times as many schedules.
 */
public final class Exploration {
    /** The system property with the choices to replay, separated by commas. */
    public static final String CHOICES_PROPERTY = "lifeguard.choices";

    /** How an exploration gets its schedules. */
    private enum Mode {
        RANDOM,
        PRIORITIES,
        EXHAUSTIVE,
        REPLAY
    }

    /**
     * What an exploration saw.
     *
     * @param schedules how many schedules were tried
     * @param complete whether there is no other schedule within the bounds
     */
    public record Explored(long schedules, boolean complete) {}

    private final Mode mode;
    private final long schedules;
    private final int bound;
    private final List<Integer> choices;

    private Exploration(Mode mode, long schedules, int bound, List<Integer> choices) {
        this.mode = mode;
        this.schedules = schedules;
        this.bound = bound;
        this.choices = choices;
    }

    /**
     * {@return uniform random choices}
     *
     * @param seeds how many schedules
     */
    public static Exploration random(int seeds) {
        return new Exploration(Mode.RANDOM, seeds, 0, List.of());
    }

    /**
     * {@return random priorities with few changes, which finds what needs few but unlikely steps}
     *
     * @param seeds how many schedules
     * @param depth how many ordered steps the bug may need, from 1
     */
    public static Exploration priorities(int seeds, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth: expected at least 1, got " + depth + ".");
        }
        return new Exploration(Mode.PRIORITIES, seeds, depth, List.of());
    }

    /**
     * {@return every schedule with a bounded number of preemptions, depth first; for two or three short threads}
     *
     * @param schedules how many at most
     * @param preemptions how often a thread that could go on may be interrupted in one schedule
     */
    public static Exploration exhaustive(int schedules, int preemptions) {
        return new Exploration(Mode.EXHAUSTIVE, schedules, preemptions, List.of());
    }

    /**
     * {@return one recorded schedule}
     *
     * @param choices as {@link ScheduleFailure#choices} gave them
     */
    public static Exploration replay(List<Integer> choices) {
        return new Exploration(Mode.REPLAY, 1, 0, List.copyOf(choices));
    }

    /**
     * Runs the scenario under each schedule.
     *
     * @param scenario is set up anew for each
     * @return what was tried
     * @throws ScheduleFailure for the first schedule that fails
     */
    public Explored check(Scenario scenario) {
        String recorded = System.getProperty(CHOICES_PROPERTY);
        if (recorded != null) {
            return replayed(scenario, parse(recorded));
        }
        return switch (mode) {
            case RANDOM -> seeded(scenario, 0);
            case PRIORITIES -> seeded(scenario, measure(scenario));
            case EXHAUSTIVE -> exhausted(scenario);
            case REPLAY -> replayed(scenario, choices);
        };
    }

    private Explored seeded(Scenario scenario, int length) {
        long tried = 0;
        for (long seed : Seeds.of((int) schedules)) {
            tried++;
            run(
                    scenario,
                    mode == Mode.RANDOM ? new Strategy.Uniform(seed) : new Strategy.Priorities(seed, bound, length),
                    tried);
        }
        return new Explored(tried, false);
    }

    /** The length of a schedule, from which the places of the priority changes are drawn. */
    private int measure(Scenario scenario) {
        return run(scenario, new Strategy.Recorded(List.of()), 0);
    }

    private Explored exhausted(Scenario scenario) {
        Strategy.DepthFirst strategy = new Strategy.DepthFirst(bound);
        long limit = schedules * Seeds.scale();
        for (long tried = 1; tried <= limit; tried++) {
            run(scenario, strategy, tried);
            if (!strategy.advance()) {
                return new Explored(tried, true);
            }
        }
        return new Explored(limit, false);
    }

    private static Explored replayed(Scenario scenario, List<Integer> recorded) {
        run(scenario, new Strategy.Recorded(recorded), 1);
        return new Explored(1, false);
    }

    /** {@return how many choices the run had} */
    private static int run(Scenario scenario, Strategy strategy, long tried) {
        try (DeterministicScheduler scheduler = new DeterministicScheduler(strategy)) {
            try {
                Runnable check = scenario.arrange(scheduler);
                scheduler.runToEnd();
                verify(scheduler, check);
                return scheduler.choices().size();
            } catch (ScheduleFailure failure) {
                throw failure.explored(tried, command(failure));
            } catch (Exception broken) {
                throw scheduler
                        .failure("The scenario could not be set up.", broken)
                        .explored(tried, Seeds.command(CHOICES_PROPERTY, ""));
            }
        }
    }

    private static void verify(DeterministicScheduler scheduler, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException | AssertionError wrong) {
            throw scheduler.failure("All threads have ended, but: " + wrong.getMessage(), wrong);
        }
    }

    private static String command(ScheduleFailure failure) {
        return failure.seed().isPresent()
                ? Seeds.command(
                        Seeds.SEED_PROPERTY, Long.toString(failure.seed().getAsLong()))
                : Seeds.command(CHOICES_PROPERTY, Seeds.joined(failure.choices()));
    }

    private static List<Integer> parse(String recorded) {
        if (recorded.isBlank()) {
            return List.of();
        }
        return Arrays.stream(recorded.split(",")).map(Integer::valueOf).toList();
    }
}
