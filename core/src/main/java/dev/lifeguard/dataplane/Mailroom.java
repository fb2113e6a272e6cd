package dev.lifeguard.dataplane;

import dev.lifeguard.MessageException;
import dev.lifeguard.MessageException.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where messages to workers are handed in. The teller puts a letter into the box of a worker and wakes it if it is idle;
 * one in use reads it after its use. Nobody waits here, except for an answer.
 *
 * <p>Upstream: the front door. Downstream: {@link WorkerMail}, {@link Dispatcher#remind}.
 */
public final class Mailroom {

    private final DataPlane plane;

    Mailroom(DataPlane plane) {
        this.plane = plane;
    }

    /** {@return whether the worker with this number took the message} */
    public boolean tell(int worker, Object message) {
        Objects.requireNonNull(message);
        WorkerCell cell = serving(worker);
        return cell != null && post(cell, box(cell), Letter.telling(message));
    }

    /** {@return how many workers took the message} Each has a letter of its own. */
    public int broadcast(Object message) {
        Objects.requireNonNull(message);
        int taken = 0;
        for (WorkerCell cell : plane.dispatcher.cells()) {
            taken += post(cell, box(cell), Letter.telling(message)) ? 1 : 0;
        }
        return taken;
    }

    /** {@return the reply} */
    public Object ask(int worker, Object question, Duration limit) throws InterruptedException {
        Objects.requireNonNull(question);
        plane.refuseSelfWait("ask");
        WorkerCell cell = required(worker);
        Letterbox box = box(cell);
        return answer(cell, box, Letter.asking(question, box), limit);
    }

    /** {@return how long the worker took to answer from its loop, without user code} */
    public Duration ping(int worker, Duration limit) throws InterruptedException {
        plane.refuseSelfWait("ping");
        WorkerCell cell = required(worker);
        Letterbox box = box(cell);
        long began = plane.time.nanoTime();
        answer(cell, box, Letter.pinging(box), limit);
        return Duration.ofNanos(plane.time.nanoTime() - began);
    }

    private Object answer(WorkerCell cell, Letterbox box, Letter letter, Duration limit) throws InterruptedException {
        long deadline = plane.deadline(limit);
        if (!post(cell, box, letter)) {
            throw box.notPosted();
        }
        return box.awaitAnswer(letter, plane.time, limit, deadline);
    }

    private boolean post(WorkerCell cell, Letterbox box, Letter letter) {
        boolean taken = box.post(letter);
        // Order: the letter first, then the look at the word.
        plane.dispatcher.remind(cell);
        return taken;
    }

    private Letterbox box(WorkerCell cell) {
        return cell.letterbox(plane, "Worker " + cell.id);
    }

    private WorkerCell required(int worker) {
        WorkerCell cell = serving(worker);
        if (cell == null) {
            throw new MessageException(
                    Reason.NO_SUCH_WORKER,
                    "No worker " + worker + " of pool " + plane.pool + " serves now, only "
                            + Arrays.stream(plane.dispatcher.cells())
                                    .map(serving -> serving.id.worker())
                                    .toList()
                            + ", so the question was not delivered; ask one of these, or try again when it is back.",
                    null);
        }
        return cell;
    }

    private @Nullable WorkerCell serving(int worker) {
        for (WorkerCell cell : plane.dispatcher.cells()) {
            if (cell.id.worker() == worker) {
                return cell;
            }
        }
        return null;
    }
}
