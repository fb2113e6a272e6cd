package dev.lifeguard.control;

import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.Limits;
import dev.lifeguard.Restart;
import dev.lifeguard.Retry;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Recycling;
import java.time.Duration;

/**
 * What a change makes of the settings. Pure calculation.
 *
 * @param before the settings before
 * @param after the settings afterwards, equal when it was so already
 * @param words what differs, with both values
 */
record Amendment(Settings before, Settings after, String words) {

    /**
     * {@return what the change makes of these settings}
     *
     * @throws IllegalArgumentException when the result can never act, as the builder would say
     */
    static Amendment of(Settings now, Change.Setting change) {
        var draft = new Draft(now);
        String words = draft.enter(change);
        Settings after = draft.settings();
        if (change instanceof Change.Recycle(Recycling policy)) {
            after.fit(policy);
        }
        return new Amendment(now, after, words);
    }

    /** {@return whether it was so already} */
    boolean isNothing() {
        return before.equals(after);
    }

    /** The settings that may change, while they change. */
    private static final class Draft {

        private final Settings now;
        private int size;
        private int startAtOnce;
        private int queue;
        private int burst;
        private long lingerNanos;
        private HookLimits hooks;
        private Escalation escalation;
        private Restart restart;
        private int maxZombies;
        private LeaseLimits leases;
        private Drain closing;
        private WhenFull whenFull;
        private Limits limits;
        private Retry retry;
        private WorkerOrder order;
        private Policies policies;

        Draft(Settings now) {
            this.now = now;
            size = now.size();
            startAtOnce = now.startAtOnce();
            queue = now.queue();
            burst = now.burst();
            lingerNanos = now.lingerNanos();
            hooks = now.hooks();
            escalation = now.escalation();
            restart = now.restart();
            maxZombies = now.maxZombies();
            leases = now.leases();
            closing = now.closing();
            whenFull = now.rules().whenFull();
            limits = now.rules().limits();
            retry = now.rules().retry();
            order = now.rules().order();
            policies = now.rules().policies();
        }

        /** Enters the change. {@return what differs, in words} */
        String enter(Change.Setting change) {
            return switch (change) {
                case Change.Resize wanted -> {
                    String words = differ("size", size, wanted.size());
                    size = wanted.size();
                    yield words;
                }
                case Change.Queue wanted -> {
                    String words =
                            differ("queue", queue + ", " + whenFull, wanted.capacity() + ", " + wanted.whenFull());
                    queue = wanted.capacity();
                    whenFull = wanted.whenFull();
                    yield words;
                }
                case Change.Burst wanted -> {
                    String words = differ(
                            "burst",
                            burst + ", linger " + Duration.ofNanos(lingerNanos),
                            wanted.workers() + ", linger " + wanted.linger());
                    burst = wanted.workers();
                    lingerNanos = wanted.linger().toNanos();
                    yield words;
                }
                case Change.TaskLimits wanted -> {
                    String words = differ("limits of tasks", limits, wanted.limits());
                    limits = wanted.limits();
                    yield words;
                }
                case Change.TaskRetry wanted -> {
                    String words = differ("retry of tasks", retry, wanted.retry());
                    retry = wanted.retry();
                    yield words;
                }
                case Change.Order wanted -> {
                    String words = differ("order", order, wanted.order());
                    order = wanted.order();
                    yield words;
                }
                case Change.Hooks wanted -> {
                    String words = differ("limits of hooks", hooks, wanted.limits());
                    hooks = wanted.limits();
                    yield words;
                }
                case Change.Graces wanted -> {
                    String words = differ("graces", escalation, wanted.escalation());
                    escalation = wanted.escalation();
                    yield words;
                }
                case Change.Restarts wanted -> {
                    String words = differ("restart", restart, wanted.restart());
                    restart = wanted.restart();
                    yield words;
                }
                case Change.Zombies wanted -> {
                    String words = differ("maxZombies", maxZombies, wanted.most());
                    maxZombies = wanted.most();
                    yield words;
                }
                case Change.LeaseHeld wanted -> {
                    String words = differ("limit of a lease", leases.held(), wanted.held());
                    leases = leases.withHeld(wanted.held());
                    yield words;
                }
                case Change.Policy wanted -> {
                    Policies before = policies;
                    policies = wanted.on(before);
                    if (wanted instanceof Change.Concurrency caps) {
                        // Not when the pool shrinks: nobody shall have to change a cap before that.
                        caps.policy().mustAct(policies.scaling().most(size) + burst);
                    }
                    String words = policies.equals(before)
                            ? wanted.subject() + " is " + wanted.policy() + " already"
                            : wanted.subject() + " -> " + wanted.policy();
                    int nearest = policies.scaling().nearest(size);
                    words += wanted instanceof Change.Scale && nearest != size
                            ? ", " + differ("size", size, nearest)
                            : "";
                    size = nearest;
                    yield words;
                }
                case Change.StartAtOnce wanted -> {
                    String words = differ("startAtOnce", startAtOnce, wanted.workers());
                    startAtOnce = wanted.workers();
                    yield words;
                }
                case Change.Closing wanted -> {
                    String words = differ("closing", closing, wanted.plan());
                    closing = wanted.plan();
                    yield words;
                }
            };
        }

        private static String differ(String what, Object before, Object after) {
            return before.equals(after) ? what + " is " + after + " already" : what + " " + before + " -> " + after;
        }

        Settings settings() {
            var rules = new DataPlane.Rules(
                    now.rules().pool(),
                    Settings.unfinished(queue, size, burst, policies.scaling()),
                    whenFull,
                    limits,
                    retry,
                    order,
                    burst > 0,
                    leases.placeEvery(),
                    now.rules().channels(),
                    now.rules().carrier(),
                    policies);
            return new Settings(
                    now.definition(),
                    rules,
                    size,
                    queue,
                    burst,
                    lingerNanos,
                    now.minReady(),
                    now.readyWithinNanos(),
                    hooks,
                    escalation,
                    restart,
                    maxZombies,
                    now.threads(),
                    leases,
                    closing,
                    now.listeners(),
                    startAtOnce);
        }
    }
}
