package dev.lifeguard.cli.run;

import dev.lifeguard.cli.output.Status;
import dev.lifeguard.cli.output.TaskRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts what happened in a run, in constant memory. One lock guards all of it, and nothing blocks while it is held.
 *
 * <p>Time is counted too, in ticks: the program owns no clock, and a rate needs no better one.
 */
final class Ledger {
    private static final int ERRORS_KEPT = 3;
    private static final int LINES_KEPT = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Status, Long> ended = new EnumMap<>(Status.class);
    private final List<String> errors = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private Optional<TaskRecord.Id> slowest = Optional.empty();
    private long slowestMillis = -1;
    private long ticks;
    private long lastLine;
    private long lastStartedLine;
    private long cancelledStarted;
    private long emptyLines;
    private long attemptsBeyondFirst;
    private long deadLetters;
    private long untold;
    private final List<Long> untoldLines = new ArrayList<>();

    /**
     * The counts at one moment.
     *
     * @param ended how many tasks ended in each way
     * @param ticks how long it has taken so far
     * @param lastLine the number of the last line that became a task
     * @param lastStartedLine the number of the last line whose command was started
     * @param cancelledStarted how many of the cancelled tasks had been started
     * @param emptyLines how many lines were empty
     * @param retries how many attempts there were beyond the first
     * @param deadLetters how many tasks were written to the dead letter
     * @param untold how many records could not be written
     * @param untoldLines the lines of the first of them
     */
    record Totals(
            Map<Status, Long> ended,
            long ticks,
            long lastLine,
            long lastStartedLine,
            long cancelledStarted,
            long emptyLines,
            long retries,
            long deadLetters,
            long untold,
            List<Long> untoldLines) {
        long of(Status status) {
            return ended.getOrDefault(status, 0L);
        }

        long all() {
            return ended.values().stream().mapToLong(Long::longValue).sum();
        }

        long failures() {
            return ended.keySet().stream()
                    .filter(Status::failure)
                    .mapToLong(this::of)
                    .sum();
        }
    }

    void tick() {
        locked(() -> ticks++);
    }

    void admitted(long line) {
        locked(() -> lastLine = line);
    }

    void emptyLines(long lines) {
        locked(() -> emptyLines = lines);
    }

    void deadLetter() {
        locked(() -> deadLetters++);
    }

    void untold(TaskRecord task) {
        locked(() -> {
            untold++;
            if (untoldLines.size() < LINES_KEPT) {
                untoldLines.add(task.line().number());
            }
        });
    }

    /** Notes what went wrong with the run itself, as a sentence; the program then does not return success. */
    void trouble(String sentence) {
        locked(() -> {
            if (!troubles.contains(sentence)) {
                troubles.add(sentence);
            }
        });
    }

    void ended(TaskRecord task) {
        locked(() -> {
            ended.merge(task.ending().status(), 1L, Long::sum);
            if (task.work().attempts() > 0) {
                lastStartedLine = Math.max(lastStartedLine, task.line().number());
                cancelledStarted += task.ending().status() == Status.CANCELLED ? 1 : 0;
            }
            attemptsBeyondFirst += Math.max(0, task.work().attempts() - 1);
            if (task.work().runMillis() > slowestMillis) {
                slowestMillis = task.work().runMillis();
                slowest = Optional.of(task.id());
            }
            if (task.ending().status().failure()) {
                task.ending().error().ifPresent(this::keepError);
            }
        });
    }

    private void keepError(String error) {
        if (errors.size() < ERRORS_KEPT && !errors.contains(error)) {
            errors.add(error);
        }
    }

    Totals totals() {
        lock.lock();
        try {
            return new Totals(
                    Map.copyOf(ended),
                    ticks,
                    lastLine,
                    lastStartedLine,
                    cancelledStarted,
                    emptyLines,
                    attemptsBeyondFirst,
                    deadLetters,
                    untold,
                    List.copyOf(untoldLines));
        } finally {
            lock.unlock();
        }
    }

    /** The first distinct errors of tasks. */
    List<String> errors() {
        lock.lock();
        try {
            return List.copyOf(errors);
        } finally {
            lock.unlock();
        }
    }

    /** What went wrong with the run itself. */
    List<String> troubles() {
        lock.lock();
        try {
            return List.copyOf(troubles);
        } finally {
            lock.unlock();
        }
    }

    /** The task that ran longest, in words. */
    Optional<String> slowest() {
        lock.lock();
        try {
            return slowest.map(id -> id.text() + " (" + slowestMillis + " ms)");
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
