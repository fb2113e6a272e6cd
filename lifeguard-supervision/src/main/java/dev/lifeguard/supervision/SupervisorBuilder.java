package dev.lifeguard.supervision;

import dev.lifeguard.Restart;
import dev.lifeguard.tree.Audience;
import dev.lifeguard.tree.ChildPlan;
import dev.lifeguard.tree.NodePlan;
import dev.lifeguard.tree.Tree;
import dev.lifeguard.tree.World;
import dev.lifeguard.tree.management.TreeView;
import dev.lifeguard.tree.recording.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configures a supervisor. Not thread-safe; one builder may start several trees.
 *
 * <p>One that becomes the child of another is taken as it is at that moment; what only the root of a tree can have
 * (closing, listeners, the failure handler, the end with the JVM, the view by JMX) is refused then, because it would never act.
 */
public final class SupervisorBuilder {

    private final String name;
    private final List<ChildPlan> children = new ArrayList<>();
    private final List<SupervisionListener> listeners = new ArrayList<>();
    private Strategy strategy = Strategy.ONE_FOR_ONE;
    private Restart restart = Restart.standard();
    private Optional<Duration> closing = Optional.empty();
    private @Nullable Consumer<SupervisionException> failureHandler;
    private boolean closeAtExit;
    private boolean jmx;

    SupervisorBuilder(String name) {
        this.name = Child.readable(name);
    }

    /**
     * Sets whom a failure concerns. By default {@link Strategy#ONE_FOR_ONE}.
     *
     * @param strategy the strategy
     * @return this builder
     */
    public SupervisorBuilder strategy(Strategy strategy) {
        this.strategy = Objects.requireNonNull(strategy);
        return this;
    }

    /**
     * Sets how often and how fast children are started again. The restarts of all its children count together, and
     * one restart of a group counts once. The first restart in the window has no delay, the next ones wait for the
     * doubling backoff. One restart more than the intensity within the window, and the supervisor gives up: it stops
     * its children in reverse order and fails, which its parent treats like the failure of any child. By default
     * {@link Restart#standard}: five within 10 s.
     *
     * @param restart the policy
     * @return this builder
     * @throws IllegalArgumentException when the backoffs alone outlast the window, so that it could never give up
     */
    public SupervisorBuilder restart(Restart restart) {
        long waited = 0;
        for (int before = 0; before < restart.intensity(); before++) {
            waited += restart.backoffNanos(before, 1);
            if (waited >= restart.within().toNanos()) {
                throw new IllegalArgumentException("The backoffs before " + restart.intensity() + " restarts take "
                        + Duration.ofNanos(waited) + " or more, which is not less than the window of "
                        + restart.within() + ", so supervisor " + name
                        + " could never give up; shorten the backoff or lengthen the window.");
            }
        }
        this.restart = restart;
        return this;
    }

    /**
     * Adds a child, after those that are there.
     *
     * @param child the child
     * @return this builder
     */
    public SupervisorBuilder child(Child<?> child) {
        return add(new ChildPlan(child.name(), child.restart(), child, null));
    }

    /**
     * Adds a permanent child that is a supervisor, after those that are there.
     *
     * @param supervisor taken as it is now
     * @return this builder
     */
    public SupervisorBuilder child(SupervisorBuilder supervisor) {
        return child(supervisor, RestartType.PERMANENT);
    }

    /**
     * Adds a child that is a supervisor, after those that are there. A supervisor never ends normally by itself; when
     * it gives up it has failed.
     *
     * @param supervisor taken as it is now
     * @param type when it is started again
     * @return this builder
     */
    public SupervisorBuilder child(SupervisorBuilder supervisor, RestartType type) {
        if (supervisor.closing.isPresent()
                || !supervisor.listeners.isEmpty()
                || supervisor.failureHandler != null
                || supervisor.closeAtExit
                || supervisor.jmx) {
            throw new IllegalArgumentException("Supervisor " + supervisor.name + " becomes a child of " + name
                    + ", where closing, listeners, the failure handler, closeAtExit and jmx never act; set them at"
                    + " the root of the tree.");
        }
        return add(new ChildPlan(supervisor.name, Objects.requireNonNull(type), null, supervisor.plan()));
    }

    private SupervisorBuilder add(ChildPlan child) {
        for (ChildPlan sibling : children) {
            if (sibling.name().equals(child.name())) {
                throw new IllegalArgumentException("Supervisor " + name + " has a child " + child.name()
                        + " already; give each child a name of its own.");
            }
        }
        children.add(child);
        return this;
    }

    /**
     * Sets how long {@code close()} may take over all. By default the sum of the stop limits of all children. When it
     * is less than that sum, each child gets its share.
     *
     * @param within from zero; with zero everything is told to stop at once and nothing is waited for
     * @return this builder
     */
    public SupervisorBuilder closing(Duration within) {
        if (within.isNegative()) {
            throw new IllegalArgumentException("The end of a tree cannot take " + within + "; give zero or more.");
        }
        this.closing = Optional.of(within);
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener hears what happens in the tree
     * @return this builder
     */
    public SupervisorBuilder listener(SupervisionListener listener) {
        listeners.add(Objects.requireNonNull(listener));
        return this;
    }

    /**
     * Sets what happens when the root of the tree gives up after it was started. Called once, on the teller's thread,
     * after all children are stopped; by default only the log says it.
     *
     * @param handler gets what the root gave up of
     * @return this builder
     */
    public SupervisorBuilder onFailure(Consumer<SupervisionException> handler) {
        this.failureHandler = Objects.requireNonNull(handler);
        return this;
    }

    /**
     * Closes the tree when the JVM ends. Off by default.
     *
     * @return this builder
     */
    public SupervisorBuilder closeAtExit() {
        this.closeAtExit = true;
        return this;
    }

    /**
     * Shows the tree by JMX ({@link SupervisorMXBean}) from before its first start until it has ended. Off by default.
     * Needs the module {@code java.management}; without it, {@link #start} throws an {@link IllegalStateException} before
     * anything is started. Its pools are shown by themselves, when they are asked to.
     *
     * @return this builder
     */
    public SupervisorBuilder jmx() {
        this.jmx = true;
        return this;
    }

    /**
     * Starts the children in order, one after the other, and waits for the last.
     *
     * @return the running tree
     * @throws SupervisionException when one could not be started; those that were started are stopped again, in
     *     reverse order
     * @throws InterruptedException when interrupted while waiting; what was started is stopped in the background
     * @throws IllegalArgumentException when there is no child, or one child stands in two places
     * @throws IllegalStateException when it cannot be shown by JMX and is to be
     */
    public Supervisor start() throws InterruptedException {
        NodePlan plan = plan();
        refuseTwins(plan, Collections.newSetFromMap(new IdentityHashMap<>()));
        Duration deadline = closing.orElse(Duration.ofNanos(plan.stopNanos()));
        Tree tree = open(plan);
        try {
            tree.awaitStart();
        } catch (InterruptedException interrupted) {
            tree.beginStop(deadline);
            throw interrupted;
        }
        return new Supervisor(tree, deadline, closeAtExit);
    }

    private Tree open(NodePlan plan) {
        TreeView view = jmx ? newView() : null;
        var audience = new Audience(
                Recorder.ofRuntime(name),
                List.copyOf(listeners),
                failureHandler,
                view == null ? () -> {} : view::unregister);
        Tree tree = Tree.of(plan, World.system(), audience);
        if (view != null) {
            view.register(tree);
        }
        tree.begin();
        return tree;
    }

    private TreeView newView() {
        if (ModuleLayer.boot()
                .findModule("java.management")
                .filter(SupervisorBuilder.class.getModule()::canRead)
                .isEmpty()) {
            throw new IllegalStateException("Tree " + name + " cannot be shown by JMX, because this runtime has no"
                    + " module java.management; add it (--add-modules java.management), or leave out jmx().");
        }
        return new TreeView();
    }

    private NodePlan plan() {
        if (children.isEmpty()) {
            throw new IllegalArgumentException(
                    "Supervisor " + name + " has no child, so it would do nothing; add one or leave it out.");
        }
        return new NodePlan(name, strategy, restart, List.copyOf(children));
    }

    private static void refuseTwins(NodePlan plan, Set<Child<?>> seen) {
        for (ChildPlan child : plan.children()) {
            if (child.thing() != null && !seen.add(child.thing())) {
                throw new IllegalArgumentException("The child " + child.name()
                        + " stands in two places of the tree, so nobody could tell which one find() means; make two.");
            }
            if (child.supervisor() != null) {
                refuseTwins(child.supervisor(), seen);
            }
        }
    }
}
