package dev.lifeguard.supervision;

import dev.lifeguard.PoolSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A supervisor and everything below it, as the tree was after one step of its control thread. Pools are asked when the
 * snapshot is taken.
 *
 * @param path the names from the root of the tree, separated by slashes
 * @param state where it is in its life
 * @param reason why it is there
 * @param strategy whom it starts again
 * @param restarts how many restarts it has ordered since it was started
 * @param children the children, in the order of their start
 */
public record SupervisorSnapshot(
        String path, SupervisorState state, String reason, Strategy strategy, int restarts, List<Child> children) {

    /** Copies the list. */
    public SupervisorSnapshot {
        children = List.copyOf(children);
    }

    /**
     * One child.
     *
     * @param path the names from the root of the tree, separated by slashes
     * @param type when it is started again
     * @param state where it is in its life
     * @param since how long it has been there
     * @param reason why it is there
     * @param incarnation how often it was started
     * @param lastFailure what it failed of last, when it did
     * @param supervisor what is below it, when it is a supervisor that is there
     * @param pool the pool, when it is one that runs
     */
    public record Child(
            String path,
            RestartType type,
            ChildState state,
            Duration since,
            String reason,
            int incarnation,
            Optional<Throwable> lastFailure,
            Optional<SupervisorSnapshot> supervisor,
            Optional<PoolSnapshot> pool) {}

    /**
     * {@return the child with that path, if there is one now}
     *
     * @param wanted the path from the root
     */
    public Optional<Child> find(String wanted) {
        for (Child child : children) {
            if (child.path().equals(wanted)) {
                return Optional.of(child);
            }
            Optional<Child> below = child.supervisor().flatMap(inner -> inner.find(wanted));
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    /** {@return the tree as lines: each child below its supervisor, with its state and the reason} */
    public String text() {
        var text = new StringBuilder(256);
        text.append(path)
                .append(": ")
                .append(state)
                .append(", ")
                .append(strategy)
                .append('\n');
        append(text, "  ");
        return text.toString();
    }

    private void append(StringBuilder text, String indent) {
        for (Child child : children) {
            text.append(indent)
                    .append(child.path().substring(path.length() + 1))
                    .append(" #")
                    .append(child.incarnation())
                    .append(": ")
                    .append(child.state())
                    .append(", ")
                    .append(child.reason())
                    .append('\n');
            child.supervisor().ifPresent(inner -> inner.append(text, indent + "  "));
        }
    }
}
