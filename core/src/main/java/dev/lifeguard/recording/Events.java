package dev.lifeguard.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * The events. Rare things are always written; what happens to every task and lease has a duration and a threshold, so
 * that a recording with the default settings costs next to nothing.
 */
final class Events {

    private Events() {}

    /** What all events say. */
    @Category("Lifeguard")
    @StackTrace(false)
    abstract static class PoolBound extends Event {

        @Label("Pool")
        @Nullable
        String pool;
    }

    /** What all events about a worker say. */
    abstract static class WorkerBound extends PoolBound {

        @Label("Worker")
        int worker;

        @Label("Incarnation")
        int incarnation;
    }

    @Name("dev.lifeguard.Attempt")
    @Label("Task Attempt")
    @Description("An attempt of a task, on the thread of its worker")
    @Threshold("10 ms")
    static final class AttemptRun extends WorkerBound {

        @Label("Task")
        long task;

        @Label("Task Name")
        @Nullable
        String taskName;

        @Label("Attempt")
        int attempt;

        @Label("Waited")
        @Description("From the submission to the first attempt")
        @Timespan(Timespan.NANOSECONDS)
        long waited;

        @Label("End")
        @Nullable
        String end;
    }

    @Name("dev.lifeguard.Task")
    @Label("Task Without Success")
    @Description("A task whose outcome is not a success")
    static final class TaskEnded extends PoolBound {

        @Label("Task")
        long task;

        @Label("Task Name")
        @Nullable
        String taskName;

        @Label("Outcome")
        @Nullable
        String outcome;

        @Label("Reason")
        @Nullable
        String reason;

        @Label("Attempts")
        int attempts;

        @Label("Waited")
        @Timespan(Timespan.NANOSECONDS)
        long waited;

        @Label("Ran")
        @Timespan(Timespan.NANOSECONDS)
        long ran;
    }

    @Name("dev.lifeguard.Lease")
    @Label("Lease")
    @Description("A worker was lent; the thread is that which returned it")
    @Threshold("10 ms")
    static final class LeaseHeld extends WorkerBound {

        @Label("Loan")
        long loan;

        @Label("Verdict")
        @Nullable
        String verdict;
    }

    @Name("dev.lifeguard.WorkerState")
    @Label("Worker State")
    @Description("A supervised change of a worker")
    static final class WorkerMoved extends WorkerBound {

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

    @Name("dev.lifeguard.Restart")
    @Label("Worker Restart")
    @Description("A worker that died is started again")
    static final class WorkerRestarted extends WorkerBound {

        @Label("Reason")
        @Nullable
        String reason;
    }

    @Name("dev.lifeguard.Abandon")
    @Label("Worker Abandoned")
    @Description("A worker did not leave what it was in, and was given up")
    static final class WorkerAbandoned extends WorkerBound {

        @Label("Reason")
        @Nullable
        String reason;

        @Label("Stack")
        @Nullable
        String stack;
    }

    @Name("dev.lifeguard.Replace")
    @Label("Worker Replaced")
    @Description("A worker that worked leaves, because another one serves in its place")
    static final class WorkerReplaced extends WorkerBound {

        @Label("Successor")
        int successor;

        @Label("Why")
        @Nullable
        String why;

        @Label("Reason")
        @Nullable
        String reason;
    }

    @Name("dev.lifeguard.Roll")
    @Label("Pool Roll")
    @Description("A replacement of all workers began, came further, is held up or is over")
    static final class PoolRolled extends PoolBound {

        @Label("Generation")
        int generation;

        @Label("Stage")
        @Nullable
        String stage;

        @Label("Good")
        int good;

        @Label("All")
        int all;

        @Label("Failed")
        int failed;

        @Label("Note")
        @Nullable
        String note;
    }

    @Name("dev.lifeguard.PoolState")
    @Label("Pool State")
    static final class PoolMoved extends PoolBound {

        @Label("From")
        @Nullable
        String from;

        @Label("To")
        @Nullable
        String to;

        @Label("Reason")
        @Nullable
        String reason;
    }

    @Name("dev.lifeguard.Resize")
    @Label("Pool Resize")
    static final class PoolResized extends PoolBound {

        @Label("From")
        int from;

        @Label("To")
        int to;
    }

    @Name("dev.lifeguard.Scale")
    @Label("Pool Scaled")
    @Description("The size of the pool followed its load")
    static final class PoolScaled extends PoolBound {

        @Label("From")
        int from;

        @Label("To")
        int to;

        @Label("Reason")
        @Nullable
        String reason;
    }

    @Name("dev.lifeguard.Alert")
    @Label("Alert")
    @Description("Degraded, overloaded, an alarm about the liveness, trouble, missed events; or the end of one")
    static final class Alerted extends PoolBound {

        @Label("Kind")
        @Nullable
        String kind;

        @Label("Message")
        @Nullable
        String message;
    }

    @Name("dev.lifeguard.Pool")
    @Label("Pool")
    @Description("The pool at a look of its supervisor, once a second")
    static final class PoolSeen extends PoolBound {

        @Label("Liveness")
        @Nullable
        String liveness;

        @Label("Queued")
        int queued;

        @Label("Oldest Wait")
        @Timespan(Timespan.NANOSECONDS)
        long oldestWait;

        @Label("Unfinished")
        int unfinished;

        @Label("Capacity")
        int capacity;

        @Label("Size")
        int size;

        @Label("Free")
        int free;

        @Label("In Use")
        int inUse;

        @Label("Zombies")
        int zombies;
    }
}
