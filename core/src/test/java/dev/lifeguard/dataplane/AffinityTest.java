package dev.lifeguard.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.timing.SystemTime;
import org.junit.jupiter.api.Test;

/** Which entry a worker takes: one of a key that it knows, if that is near, and nobody is overtaken for ever. */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these tasks.
class AffinityTest {

    private final DataPlane plane = new DataPlane(
            new DataPlane.Rules(
                    "affinity", 1_000, WhenFull.refuse(), Limits.none(), Retry.none(), WorkerOrder.AFFINE, false),
            new SystemTime(),
            notice -> {},
            callback -> {});

    private final WorkerCell home = new WorkerCell(new WorkerId("affinity", 0, 1));
    private final WorkerCell other = new WorkerCell(new WorkerId("affinity", 1, 1));

    private TaskRecord<?> submit(TaskOptions options) {
        return (TaskRecord<?>) plane.<Object>submit((worker, payload, context) -> payload, "payload", options);
    }

    private TaskRecord<?> submit(String key) {
        return submit(TaskOptions.none().withKey(key));
    }

    private void settle(Waiting task) {
        ((TaskRecord<?>) task).cancel(Cancel.ASK);
    }

    private TaskRecord<?> taken(WorkerCell by, String key) {
        TaskRecord<?> task = submit(key);
        assertEquals(task, plane.queue.poll(by));
        settle(task);
        return task;
    }

    @Test
    void aWorkerPrefersAKeyThatItKnows() {
        taken(home, "a");
        taken(other, "b");
        var b = submit("b");
        var plain = submit(TaskOptions.none());
        var a = submit("a");
        assertEquals(a, plane.queue.poll(home));
        assertEquals(b, plane.queue.poll(other));
        assertEquals(plain, plane.queue.poll(home));
        assertNull(plane.queue.poll(home));
    }

    @Test
    void aWorkerThatKnowsNoneTakesTheHeadAndTheWholeKeyWithIt() {
        taken(home, "a");
        var first = submit("a");
        assertEquals(first, plane.queue.poll(other));
        settle(first);
        submit(TaskOptions.none());
        var second = submit("a");
        assertEquals(second, plane.queue.poll(other));
    }

    @Test
    void aKeyBeyondTheFirstFewIsNotSeen() {
        taken(home, "a");
        var head = submit(TaskOptions.none());
        for (int entry = 1; entry < Affinity.LOOK; entry++) {
            submit(TaskOptions.none());
        }
        submit("a");
        assertEquals(head, plane.queue.poll(home));
    }

    @Test
    void theHeadIsOvertakenSoManyTimesAndNoMore() {
        taken(home, "a");
        var head = submit(TaskOptions.none());
        for (int turn = 0; turn < Affinity.OVERTAKES; turn++) {
            var warm = submit("a");
            assertEquals(warm, plane.queue.poll(home));
            settle(warm);
        }
        submit("a");
        assertEquals(head, plane.queue.poll(home));
    }

    @Test
    void whatHasEndedIsNotPreferred() {
        taken(home, "a");
        var head = submit(TaskOptions.none());
        settle(submit("a"));
        assertEquals(head, plane.queue.poll(home));
    }

    @Test
    void withoutAKeyNothingIsRemembered() {
        submit(TaskOptions.none().withKind("kind"));
        assertEquals(Affinity.NOBODY, plane.queue.homeOf(submit(TaskOptions.none())));
    }
}
