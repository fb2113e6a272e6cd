package dev.lifeguard.control;

import dev.lifeguard.Drain;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolStartException;
import dev.lifeguard.PoolState;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.WaitStack;
import dev.lifeguard.dataplane.Waiting;
import dev.lifeguard.dataplane.WorkerCell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the supervisor shows how things are, and where callers read it and wait for it. The supervisor writes whole
 * values into volatile fields; any thread reads.
 */
final class Board extends WaitStack {

    /** One worker, as the supervisor left it; what the worker does by itself is read from its cell. */
    record Row(
            int number,
            int incarnation,
            @Nullable WorkerState supervised,
            String reason,
            int deaths,
            @Nullable WorkerCell cell) {

        WorkerState state() {
            WorkerState said = supervised;
            WorkerCell living = cell;
            return said != null ? said : living == null ? WorkerState.STOPPED : living.view();
        }
    }

    private record Crew(
            List<Row> rows, int size, int zombies, @Nullable String degraded) {}

    private final DataPlane plane;
    private final int burst;
    private volatile Crew crew;
    private volatile PoolState state = PoolState.STARTING;
    private volatile int wantedSize;
    private volatile boolean sizeWanted;
    private volatile @Nullable PoolStartException startFailure;
    private volatile Drain.@Nullable Report report;

    Board(DataPlane plane, int size, int burst) {
        this.plane = plane;
        this.burst = burst;
        this.crew = new Crew(List.of(), size, 0, null);
        this.wantedSize = size;
    }

    // The supervisor.

    void show(List<Row> rows, int size, int zombies, @Nullable String degraded) {
        crew = new Crew(List.copyOf(rows), size, zombies, degraded);
    }

    void state(PoolState now, Drain.@Nullable Report end) {
        if (state != now) {
            // Order: the report before the state; who sees STOPPED sees the report.
            report = end;
            state = now;
            nudgeAll();
        }
    }

    void failStart(String message, @Nullable Throwable cause) {
        startFailure = new PoolStartException(message, cause);
    }

    /** {@return the size that was asked for last} The wish counts as heard. */
    int takeWantedSize() {
        // Order: heard first, then read; who wishes writes first and then looks whether he must say so.
        sizeWanted = false;
        return wantedSize;
    }

    // Any thread.

    /** Asks for another size. Returns whether the supervisor must be told; many wishes in a row are one. */
    boolean wantSize(int size) {
        wantedSize = size;
        boolean first = !sizeWanted;
        sizeWanted = true;
        return first;
    }

    PoolState state() {
        return state;
    }

    int size() {
        return crew.size();
    }

    /** Waits until the pool has left STARTING; a start that failed is told when all its workers are gone again. */
    void awaitStart() throws InterruptedException {
        await(plane.time(), () -> state == PoolState.STARTING ? null : state, false, 0);
        PoolStartException failure = startFailure;
        if (failure != null) {
            awaitReport();
            throw failure;
        }
    }

    /** {@return the report, once the pool has stopped} */
    Drain.@Nullable Report awaitReport() throws InterruptedException {
        return await(plane.time(), () -> report, false, 0);
    }

    Drain.@Nullable Report report() {
        return report;
    }

    PoolSnapshot snapshot() {
        Crew seen = crew;
        List<Waiting> waiting = plane.queue().waiting();
        long now = plane.time().nanoTime();
        Duration oldest = waiting.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, now - waiting.getFirst().waitsSinceNanos()));
        var workers = new ArrayList<PoolSnapshot.Worker>();
        for (Row row : seen.rows()) {
            workers.add(worker(row));
        }
        return new PoolSnapshot(
                plane.pool(),
                state,
                Optional.ofNullable(seen.degraded()),
                seen.size(),
                burst,
                waiting.size(),
                plane.admission().taken(),
                plane.admission().capacity(),
                oldest,
                workers,
                seen.zombies(),
                plane.counters().read(liveCells(seen)));
    }

    private static Iterable<WorkerCell> liveCells(Crew crew) {
        return crew.rows().stream()
                .filter(row -> row.supervised() == null)
                .flatMap(row -> Stream.ofNullable(row.cell()))
                .toList();
    }

    private static PoolSnapshot.Worker worker(Row row) {
        WorkerCell cell = row.cell();
        WorkerState state = row.state();
        TaskRecord<?> task = cell == null ? null : cell.current();
        Optional<String> running =
                task == null || task.runningAttempt() == 0 ? Optional.empty() : Optional.of(task.name());
        return new PoolSnapshot.Worker(
                row.number(),
                row.incarnation(),
                state,
                row.reason(),
                cell == null ? 0 : cell.begun(),
                row.deaths(),
                running);
    }
}
