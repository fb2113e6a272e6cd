package dev.lifeguard.testkit.engine;

import dev.lifeguard.Cancel;
import dev.lifeguard.Drain;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.WhenFull;
import dev.lifeguard.distributed.Codec;
import dev.lifeguard.distributed.client.Client;
import dev.lifeguard.distributed.client.ClientSettings;
import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.host.Host;
import dev.lifeguard.distributed.host.HostSettings;
import dev.lifeguard.distributed.host.LocalWorkers;
import dev.lifeguard.distributed.surroundings.Surroundings;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.testkit.simulation.VirtualSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A life of a distributed pool in virtual time: the real client, the real hosts, simulated workers and the simulated engine.
 * A seed decides the order of all threads, what goes wrong, and what people do. At the end everything is healed, and every
 * task must be accounted for.
 */
final class DistributedSimulation implements AutoCloseable {

    private static final String POOL = "simulated";
    private static final int STEPS = 60;

    /** How long everything may take to end when nothing goes wrong any more, looked at now and then. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final int LOOKS = 120;

    /** A host, and the process that it lives in. */
    private record HostProcess(String name, Engine engine, Host<String, String> host) {}

    private final VirtualTime time = new VirtualTime();
    private final VirtualSource source = new VirtualSource(time);
    private final SplittableRandom random;
    private final DeterministicScheduler scheduler;
    private final Surroundings surroundings;
    private final SimulatedEngine engine;
    private final boolean disturbed;
    private final List<HostProcess> hosts = new ArrayList<>();
    private final Map<String, TaskHandle<String>> handles = new HashMap<>();
    private final Map<String, Integer> runs = new HashMap<>();
    private final Set<String> running = new TreeSet<>();
    private final List<String> recorded = new ArrayList<>();
    private final Set<String> orphans = new TreeSet<>();
    private final List<String> violations = new ArrayList<>();
    private @Nullable Client<String, String> client;
    private int names;
    private int tasks;

    DistributedSimulation(long seed, NetworkFaults faults, boolean disturbed, SimulatedEngine.Bug bug) {
        this.random = new SplittableRandom(seed);
        this.disturbed = disturbed;
        this.scheduler = DeterministicScheduler.random(seed);
        this.surroundings = new Surroundings(source, scheduler::start, random::nextDouble);
        this.engine = new SimulatedEngine(seed, 1_000, surroundings);
        engine.bug = bug;
        act(() -> client = openClient());
        addHost();
        addHost();
        engine.faults(faults);
    }

    /** Lives, heals, and says what was violated. */
    List<String> run() {
        for (int step = 0; step < STEPS; step++) {
            act(this::somethingHappens);
            time.advance(Duration.ofMillis(random.nextLong(1, 120)), scheduler::run);
        }
        engine.faults(NetworkFaults.none());
        hosts.forEach(host -> engine.heal(POOL, Member.host(host.name)));
        // A broker that is away is back after this, so that a new host can join.
        time.advance(LOOK, scheduler::run);
        addHost();
        act(() -> now().pause(false));
        for (int look = 0; look < LOOKS && !isOver(); look++) {
            time.advance(LOOK, scheduler::run);
        }
        account();
        return violations;
    }

    private boolean isOver() {
        return handles.values().stream().allMatch(handle -> handle.taskState() == TaskState.DONE) && left().isEmpty();
    }

    private List<String> left() {
        return Stream.of(Place.TASKS, Place.SUSPECTS, Place.results("client"))
                .filter(place -> engine.count(POOL, place) > 0)
                .map(place -> engine.count(POOL, place) + " parcels are left in " + place)
                .toList();
    }

    private void act(Runnable deed) {
        scheduler.start("somebody", deed);
        scheduler.run();
    }

    private Client<String, String> now() {
        return java.util.Objects.requireNonNull(client, "there is a client from the begin on");
    }

    private void somethingHappens() {
        int what = random.nextInt(disturbed ? 20 : 12);
        switch (what) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> submit();
            case 8, 9 -> cancelOne();
            case 10 -> now().pause(true);
            case 11 -> now().pause(false);
            case 12, 13 -> addHost();
            case 14, 15 -> oneHost(host -> kill(host));
            case 16 -> oneHost(host -> engine.cut(POOL, Member.host(host.name)));
            case 17 -> oneHost(host -> engine.heal(POOL, Member.host(host.name)));
            case 18 -> engine.restart(Duration.ofMillis(random.nextLong(300)));
            default -> oneHost(host -> leave(host, Duration.ofMillis(50)));
        }
    }

    private void oneHost(java.util.function.Consumer<HostProcess> deed) {
        if (!hosts.isEmpty()) {
            deed.accept(hosts.get(random.nextInt(hosts.size())));
        }
    }

    // Tasks: "NUMBER MILLIS", or "NUMBER MILLIS fail" for one whose first attempts fail.

    private void submit() {
        String task = tasks++ + " " + random.nextInt(60) + (random.nextInt(4) == 0 ? " fail" : "");
        TaskOptions options = TaskOptions.none()
                .withName(task)
                .withRetry(Retry.attempts(1 + random.nextInt(3)).backoff(Duration.ofMillis(1), Duration.ofMillis(50)));
        if (random.nextInt(5) == 0) {
            options = options.withLimits(
                    Limits.none().withQueue(Duration.ofMillis(100)).withTotal(Duration.ofSeconds(2)));
        }
        if (random.nextInt(5) == 0) {
            options = options.withKey("key " + random.nextInt(2));
        }
        handles.put(task, now().submit(task, options));
    }

    private void cancelOne() {
        handles.values().stream()
                .filter(handle -> !handle.isDone())
                .skip(random.nextInt(3))
                .findFirst()
                .ifPresent(handle -> handle.cancel(Cancel.INTERRUPT));
    }

    private Client<String, String> openClient() {
        return Client.open(
                engine.connect(),
                new ClientSettings<>(
                        POOL,
                        "client",
                        Codec.text(),
                        Codec.text(),
                        Codec.plain(),
                        1_000,
                        WhenFull.refuse(),
                        Limits.none(),
                        Retry.none(),
                        1_000,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(5),
                        Drain.now(),
                        List.of(),
                        orphan -> orphans.add(orphan.task()),
                        (task, outcome) -> {
                            if (recorded.contains(task)) {
                                violations.add("task " + task + " was recorded twice in one life");
                            }
                            recorded.add(task);
                        },
                        event -> {}),
                surroundings);
    }

    private void addHost() {
        onSchedule(() -> {
            String name = "host-" + names++;
            Engine process = engine.connect();
            try {
                hosts.add(new HostProcess(name, process, Host.open(process, settings(name), workers(), surroundings)));
            } catch (dev.lifeguard.distributed.engine.EngineException away) {
                // The broker is away just now; another host comes later.
                process.close();
            }
        });
    }

    /** On a thread of the schedule, or on the one that is there. */
    private void onSchedule(Runnable deed) {
        if (Thread.currentThread().isVirtual()) {
            deed.run();
        } else {
            act(deed);
        }
    }

    private HostSettings<String, String> settings(String name) {
        return new HostSettings<>(
                POOL,
                name,
                Codec.text(),
                Codec.text(),
                Codec.plain(),
                2,
                failure -> true,
                2,
                2,
                1_000,
                Duration.ofMillis(100),
                Duration.ofMillis(200));
    }

    /** The process dies: nobody hears of it any more. What is left of it here is tidied up. */
    private void kill(HostProcess process) {
        engine.kill(process.engine);
        leave(process, Duration.ZERO);
    }

    private void leave(HostProcess process, Duration limit) {
        hosts.remove(process);
        scheduler.start("leaving", () -> {
            try {
                process.host.leave(limit);
            } catch (InterruptedException nobody) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private LocalWorkers<String, String> workers() {
        List<SimulatedHandle> here = new ArrayList<>();
        return new LocalWorkers<>() {
            @Override
            public TaskHandle<String> submit(String task, TaskOptions options, UnaryOperator<TaskContext> view) {
                var handle = new SimulatedHandle(source);
                here.add(handle);
                scheduler.start("worker", () -> work(task, handle));
                return handle;
            }

            @Override
            public int serving() {
                return 2;
            }

            @Override
            public void broadcast(Object message) {}

            @Override
            public void end(Drain plan) {
                here.forEach(handle -> handle.cancel(Cancel.INTERRUPT));
            }
        };
    }

    private void work(String task, SimulatedHandle handle) {
        String[] words = task.split(" ", -1);
        int run = runs.merge(task, 1, Integer::sum);
        if (!running.add(task) && !disturbed) {
            violations.add("task " + task + " ran twice at the same time, and nothing had gone wrong");
        }
        long until = source.nanoTime() + Long.parseLong(words[1]) * 1_000_000;
        while (until - source.nanoTime() > 0 && !handle.isDone()) {
            source.parkUntil(handle, until);
        }
        running.remove(task);
        handle.end(
                words.length > 2 && run < 3
                        ? new Outcome.Failed<>(new IllegalStateException("run " + run), SimulatedHandle.REPORT)
                        : new Outcome.Success<>("done " + task, SimulatedHandle.REPORT));
    }

    // The account.

    private void account() {
        handles.forEach((task, handle) -> {
            Outcome<String> outcome = handle.outcome().orElse(null);
            if (outcome == null) {
                violations.add("task " + task + " has no outcome: " + handle);
            } else if (outcome instanceof Outcome.Success<String>(String value, Outcome.Report report)
                    && !value.equals("done " + task)) {
                violations.add("task " + task + " has the result of another: " + value);
            } else if (!outcome.report().mayHaveRun() && runs.containsKey(task)) {
                violations.add("task " + task + " ran, and its outcome says that it did not: " + outcome);
            }
        });
        for (String id : engine.accepted(POOL)) {
            if (!recorded.contains(id)
                    && !orphans.contains(id)
                    && !engine.withdrawn(POOL).contains(id)
                    && !endedByItsClient(id)) {
                violations.add("task " + id + " was taken by the engine and is lost");
            }
        }
        violations.addAll(left());
    }

    /** Its result says that it was cancelled, which nobody records again. */
    private boolean endedByItsClient(String id) {
        return handles.values().stream()
                .filter(handle -> handle.toString().contains(id + " "))
                .anyMatch(handle -> handle.outcome()
                        .filter(Outcome.Success.class::isInstance)
                        .isEmpty());
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
