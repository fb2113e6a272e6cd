package dev.lifeguard.tree.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The events. All of them are rare and always written. */
final class Events {

    private Events() {}

    /** What all events say. */
    @Category("Lifeguard")
    @StackTrace(false)
    abstract static class TreeBound extends Event {

        @Label("Tree")
        @Nullable
        String tree;

        @Label("Path")
        @Description("The names from the root of the tree, separated by slashes")
        @Nullable
        String path;
    }

    /** What all events about a child say. */
    abstract static class ChildBound extends TreeBound {

        @Label("Incarnation")
        int incarnation;
    }

    @Name("dev.lifeguard.ChildState")
    @Label("Child State")
    @Description("A change of a child in a supervision tree")
    static final class ChildMoved extends ChildBound {

        @Label("From")
        @Nullable
        String from;

        @Label("To")
        @Nullable
        String to;

        @Label("Reason")
        @Nullable
        String reason;

        @Label("Cause")
        @Nullable
        String cause;
    }

    @Name("dev.lifeguard.ChildRestart")
    @Label("Child Restart")
    @Description("A child in a supervision tree is started again")
    static final class ChildRestarted extends ChildBound {

        @Label("Cause")
        @Description("What the incarnation before failed of; none when it ended, or went with its group")
        @Nullable
        String cause;
    }

    @Name("dev.lifeguard.SupervisorState")
    @Label("Supervisor State")
    @Description("A change of a supervisor in a supervision tree")
    static final class SupervisorMoved extends TreeBound {

        @Label("From")
        @Nullable
        String from;

        @Label("To")
        @Nullable
        String to;

        @Label("Reason")
        @Nullable
        String reason;

        @Label("Cause")
        @Nullable
        String cause;
    }

    @Name("dev.lifeguard.Escalation")
    @Label("Supervisor Gave Up")
    @Description("A supervisor stops its children and leaves the decision to its parent")
    static final class Escalated extends TreeBound {

        @Label("Parent")
        @Description("The path of who decides now; none when it was the root")
        @Nullable
        String parent;

        @Label("Reason")
        @Nullable
        String reason;

        @Label("Cause")
        @Nullable
        String cause;
    }

    @Name("dev.lifeguard.TreeAlert")
    @Label("Tree Alert")
    @Description("Something went wrong that has no other place, or listeners missed events")
    static final class Alerted extends TreeBound {

        @Label("Message")
        @Nullable
        String message;
    }
}
