package dev.lifeguard.tree.management;

import dev.lifeguard.supervision.SupervisorMXBean;
import dev.lifeguard.supervision.SupervisorSnapshot;
import dev.lifeguard.tree.Causes;
import dev.lifeguard.tree.Tree;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Shows a tree by JMX from before its first step until it has ended. Attributes are read on the threads of JMX. */
public final class TreeView implements SupervisorMXBean {

    // Both are written before the threads of the tree are started, and before the MBean server knows the view.
    private @Nullable Tree tree;
    private @Nullable ObjectName registered;

    /** Makes a view that nobody sees yet. */
    public TreeView() {}

    /**
     * Shows the tree, which has not begun.
     *
     * @param shown the tree
     */
    public void register(Tree shown) {
        tree = shown;
        String name = "dev.lifeguard:type=Tree,name=" + ObjectName.quote(shown.name());
        try {
            String free = name;
            for (int number = 2; !takes(new ObjectName(free)); number++) {
                free = name + ",number=" + number;
            }
        } catch (JMException failure) {
            throw new IllegalStateException(
                    "Tree " + shown.name() + " could not be shown by JMX, so it was not started; mend what the MBean"
                            + " server says, or leave out jmx().",
                    failure);
        }
    }

    /** {@return whether the name was free; another tree of the same name can be shown already} */
    private boolean takes(ObjectName wanted) throws JMException {
        try {
            registered = ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(this, wanted)
                    .getObjectName();
            return true;
        } catch (InstanceAlreadyExistsException taken) {
            return false;
        }
    }

    /** Shows it no more. */
    public void unregister() {
        ObjectName shown = registered;
        if (shown == null) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(shown);
        } catch (InstanceNotFoundException gone) {
            // Somebody took it away by hand: it is as it should be.
            return;
        } catch (JMException failure) {
            throw new IllegalStateException(shown + " could not be taken out of JMX.", failure);
        }
    }

    private SupervisorSnapshot drawing() {
        return Objects.requireNonNull(tree).drawing();
    }

    @Override
    public String getState() {
        return drawing().state().toString();
    }

    @Override
    public String getReason() {
        return drawing().reason();
    }

    @Override
    public String getTree() {
        return drawing().text();
    }

    @Override
    public String[] getChildren() {
        List<String> lines = new ArrayList<>();
        eachChild(
                drawing(),
                child -> lines.add(child.path() + " #" + child.incarnation() + " " + child.state() + " for "
                        + child.since().toMillis() + " ms, " + child.type() + ": " + child.reason()));
        return lines.toArray(String[]::new);
    }

    @Override
    public Map<String, Integer> getChildrenByState() {
        var states = new TreeMap<String, Integer>();
        eachChild(drawing(), child -> states.merge(child.state().toString(), 1, Integer::sum));
        return states;
    }

    @Override
    public Map<String, String> getSupervisors() {
        var states = new TreeMap<String, String>();
        eachSupervisor(
                drawing(),
                supervisor -> states.put(
                        supervisor.path(),
                        supervisor.state() + ", " + supervisor.strategy() + ": " + supervisor.reason()));
        return states;
    }

    @Override
    public Map<String, Integer> getRestarts() {
        var restarts = new TreeMap<String, Integer>();
        eachSupervisor(drawing(), supervisor -> restarts.put(supervisor.path(), supervisor.restarts()));
        return restarts;
    }

    @Override
    public Map<String, String> getFailures() {
        var failures = new TreeMap<String, String>();
        eachChild(
                drawing(),
                child -> child.lastFailure().ifPresent(failure -> failures.put(child.path(), Causes.words(failure))));
        return failures;
    }

    @Override
    public Map<String, String> getPools() {
        var pools = new TreeMap<String, String>();
        Objects.requireNonNull(tree)
                .pools()
                .forEach((path, liveness) -> pools.put(path, liveness.verdict() + ": " + liveness.reason()));
        return pools;
    }

    private static void eachChild(SupervisorSnapshot supervisor, Consumer<SupervisorSnapshot.Child> visitor) {
        for (SupervisorSnapshot.Child child : supervisor.children()) {
            visitor.accept(child);
            child.supervisor().ifPresent(below -> eachChild(below, visitor));
        }
    }

    private static void eachSupervisor(SupervisorSnapshot supervisor, Consumer<SupervisorSnapshot> visitor) {
        visitor.accept(supervisor);
        supervisor.children().forEach(child -> child.supervisor().ifPresent(below -> eachSupervisor(below, visitor)));
    }
}
