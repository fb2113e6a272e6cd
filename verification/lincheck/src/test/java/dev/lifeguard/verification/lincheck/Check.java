package dev.lifeguard.verification.lincheck;

import dev.lifeguard.dataplane.AdmissionOperations;
import dev.lifeguard.dataplane.AdmissionSpecification;
import dev.lifeguard.dataplane.ChannelOrderOperations;
import dev.lifeguard.dataplane.ChannelPlacesOperations;
import dev.lifeguard.dataplane.CheckoutOperations;
import dev.lifeguard.dataplane.CheckoutSpecification;
import dev.lifeguard.dataplane.FifoLineOperations;
import dev.lifeguard.dataplane.FifoLineSpecification;
import dev.lifeguard.dataplane.LaneLineOperations;
import dev.lifeguard.dataplane.LetterboxOperations;
import dev.lifeguard.dataplane.LevelLineOperations;
import dev.lifeguard.dataplane.LevelLineSpecification;
import dev.lifeguard.dataplane.QueueChangeOperations;
import dev.lifeguard.dataplane.TaskWordOperations;
import dev.lifeguard.dataplane.WorkerWordOperations;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.util.LoggingLevel;

/**
 * Two threads carry out operations on one structure, in every order of their steps that there is, or in many. What they
 * see must be what they would have seen had each operation been one step. There are scenarios that aim at a race, and
 * others that are drawn, the same each time.
 *
 * <p>Where there is no specification of its own, what is right is what the structure itself does when nobody comes in
 * between.
 */
enum Check {
    WORKER_WORD(
            WorkerWordOperations.class,
            WorkerWordOperations.class,
            "claim | giveBack 0 || retire | look",
            "claim | giveBack 0 || revoke | look",
            "claim | giveBackDirty 0 || reclaim 0 | look",
            "claim | relend 0 || giveBack 0 | look",
            "search | arrive, rest || retire | look",
            "search, arrive, soil | clean || abandonReset | look",
            " | claim || search | look"),
    TASK_WORD(
            TaskWordOperations.class,
            TaskWordOperations.class,
            " | begin || kill | look",
            "begin | succeed || kill | look",
            "begin | succeed || enforce | look",
            "begin | fail || ask | due 1, begin",
            "begin, ask | succeed || abandon 1 | look"),
    FIFO_LINE(
            FifoLineOperations.class,
            FifoLineSpecification.class,
            "offer 1, offer 2 | poll || poll | poll",
            " | offer 1, offer 2 || poll, isEmpty | first"),
    LEVEL_LINE(
            LevelLineOperations.class,
            LevelLineSpecification.class,
            "offer 1 | poll || offer 0 | poll, isEmpty",
            "offer 1 | offer 3 || offer 0 | poll, poll"),
    LANE_LINE(
            LaneLineOperations.class,
            LaneLineOperations.class,
            "offer 0, offer 2, offer 1 | poll || poll | poll, poll",
            "offer 0 | poll || offer 2 | poll, isEmpty"),
    QUEUE_CHANGE(
            QueueChangeOperations.class,
            QueueChangeOperations.class,
            "offer | offer || toLevels | poll",
            "offer | poll || toLevels | poll"),
    ADMISSION(
            AdmissionOperations.class,
            AdmissionSpecification.class,
            "enter 0 | enter 0 || enter 1 | enter 0",
            "enter 0, enter 0 | leave 0 || enter 1 | enter 0",
            " | enter 0 || close | enter 1"),
    CHANNEL_ORDER(
            ChannelOrderOperations.class,
            ChannelOrderOperations.class,
            "offer 1, offer 2 | poll || poll | poll",
            "offer 1 | poll || offer 2 | poll, isEmpty"),
    CHANNEL_PLACES(
            ChannelPlacesOperations.class,
            ChannelPlacesOperations.class,
            "offer | offer || offer | size",
            "offer | offer || shut | size"),
    LETTERBOX(
            LetterboxOperations.class, LetterboxOperations.class, " | ask || close | ", "ask | ask || read, close | "),
    CHECKOUT(
            CheckoutOperations.class,
            CheckoutSpecification.class,
            " | claim || leave | stillWaits",
            " | claim || claim | stillWaits");

    /** How many scenarios are drawn for each. */
    private static final int DRAWN = Integer.getInteger("lifeguard.lincheck.scenarios", 2);

    /** In how many orders each is run, if there are so many. */
    private static final int ORDERS = Integer.getInteger("lifeguard.lincheck.orders", 60);

    private final Class<?> operations;
    private final Class<?> specification;

    @SuppressWarnings("ImmutableEnumChecker") // It is a list that cannot be changed.
    private final List<Aimed> aimed;

    Check(Class<?> operations, Class<?> specification, String... aimed) {
        this.operations = operations;
        this.specification = specification;
        this.aimed = Stream.of(aimed).map(Aimed::new).toList();
    }

    int scenarios() {
        return aimed.size() + DRAWN;
    }

    /**
     * Runs it.
     *
     * @return what was looked at
     * @throws AssertionError when something was seen that cannot be seen one after another
     */
    Explored run() {
        return run(DRAWN, true);
    }

    /** Only the scenarios that aim at something. */
    Explored runAimed() {
        return run(0, false);
    }

    private Explored run(int drawn, boolean minimized) {
        CountingVerifier.forget();
        var options = new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(2)
                .actorsAfter(2)
                .iterations(drawn)
                .invocationsPerIteration(ORDERS)
                .minimizeFailedScenario(minimized)
                .sequentialSpecification(specification)
                .verifier(CountingVerifier.class)
                .logLevel(LoggingLevel.ERROR);
        aimed.forEach(one -> options.addCustomScenario(one.on(operations)));
        onThreadThatKnowsNobody(() -> options.check(operations));
        return CountingVerifier.explored();
    }

    /** The checker walks over what it can reach, from a checkout to its thread; that of a test leads to the whole of JUnit. */
    private static void onThreadThatKnowsNobody(Runnable check) {
        var failure = new AtomicReference<Throwable>();
        Thread thread = Thread.ofPlatform()
                .inheritInheritableThreadLocals(false)
                .uncaughtExceptionHandler((self, thrown) -> failure.set(thrown))
                .start(check);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError("The check takes too long.", interrupted);
        }
        switch (failure.get()) {
            case null -> {}
            case Error error -> throw error;
            case Throwable thrown -> throw new AssertionError(thrown);
        }
    }
}
