package dev.lifeguard.process;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kills a command with all that it started, as far as its containment reaches. */
final class ProcessGroup {
    /** How long a guard may take to kill its group before the group is killed without it. */
    static final long GUARD_LIMIT_MILLIS = 500;

    private final Process leader;
    private final Containment grade;

    ProcessGroup(Process leader, Containment grade) {
        this.leader = leader;
        this.grade = grade;
    }

    /** Begins to kill; returns at once, and when the leader does not end in time a pump thread follows up. */
    void kill() {
        if (grade.guarded()) {
            // The handle, not the process: Process.destroy would also close the pipes, and the last words of
            // the command would be lost.
            leader.toHandle().destroy();
            PumpThreads.execute(this::followUp);
        } else {
            killTree();
        }
    }

    /** The leader dies first, so that it cannot notice the death of its children and end as if by itself. */
    private void killTree() {
        List<ProcessHandle> known = leader.descendants().toList();
        leader.toHandle().destroyForcibly();
        known.forEach(ProcessHandle::destroyForcibly);
    }

    /** A guard that was stopped, or killed by somebody, cannot kill its group; the group itself still can be. */
    private void followUp() {
        try {
            if (!leader.waitFor(GUARD_LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                killMembers();
                leader.toHandle().destroyForcibly();
            }
        } catch (InterruptedException unwanted) {
            // Nobody interrupts pump threads; if it happens, the sure step comes at once.
            killMembers();
            leader.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Kills what is left of the group, the leader being dead or deaf. Only to be called while a member is
     * alive: the number of a group is not given to another process before its last member is gone.
     */
    void killMembers() {
        if (!grade.guarded()) {
            killTree();
            return;
        }
        File nowhere = new File("/dev/null");
        ProcessBuilder kill = new ProcessBuilder(
                        "sh", "-c", "kill -s KILL -- \"-$1\"", "sh", String.valueOf(leader.pid()))
                .redirectInput(nowhere)
                .redirectOutput(nowhere)
                .redirectError(nowhere);
        try {
            kill.start();
        } catch (IOException noProcess) {
            // The system gives no process to kill with; what Java can reach by itself is better than nothing.
            killTree();
        }
    }
}
