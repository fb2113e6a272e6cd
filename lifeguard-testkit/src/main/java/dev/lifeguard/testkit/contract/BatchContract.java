package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.Work;
import dev.lifeguard.Worker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Several tasks at once: each with its outcome, in their order, within the bound. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class BatchContract extends PoolContract {

    private static final String GATE = "gate";

    /** Made by JUnit. */
    protected BatchContract() {}

    private static List<Script> says(int count) {
        List<Script> says = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            says.add(new Script.Say("task " + number));
        }
        return says;
    }

    private static List<String> reasons(List<TaskHandle<String>> handles) throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (TaskHandle<String> handle : handles) {
            reasons.add(
                    outcome(Outcome.Refused.class, handle).refusal().reason().toString());
        }
        return reasons;
    }

    @Test
    final void eachHasAHandleInItsPlaceAndTheyBeginInTheirOrder() throws Exception {
        var pool = start(pool().size(1));
        List<Script> tasks = says(500);
        List<TaskHandle<String>> handles =
                pool.submitAll(tasks, TaskOptions.none().withName("one of many"));
        assertEquals(500, handles.size());
        for (int number = 0; number < 500; number++) {
            assertEquals("task " + number, handles.get(number).get());
            assertEquals("one of many", handles.get(number).name());
        }
        assertEquals(
                tasks,
                workers().uses().stream().map(ScriptedWorkers.Use::script).toList());
        assertEquals(List.of(), pool.submitAll(List.of()));
    }

    @Test
    final void allWorkersAreWokenForIt() throws Exception {
        var pool = start(pool().size(8).minReady(8, SOON));
        List<Script> meeting = Collections.nCopies(8, new Script.Hold(GATE));
        List<TaskHandle<String>> handles = pool.submitAll(meeting);
        eventually("all are there", () -> workers().arrived(GATE) == 8);
        workers().open(GATE);
        for (TaskHandle<String> handle : handles) {
            assertEquals(GATE, handle.get());
        }
    }

    @Test
    final void codeCanBeSubmittedTogetherToo() throws Exception {
        var pool = start(pool());
        List<Work<Worker<Script, String>, Integer>> works = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            int mine = number;
            works.add((worker, context) -> mine);
        }
        int sum = 0;
        for (TaskHandle<Integer> handle : pool.workers().submitAll(works)) {
            sum += handle.get();
        }
        assertEquals(45, sum);
    }

    @Test
    final void asManyAreTakenAsThereIsRoomFor() throws Exception {
        var pool = start(pool().size(1).queue(3, WhenFull.refuse()));
        hold(pool, new Script.Hold(GATE), GATE);
        List<TaskHandle<String>> handles = pool.submitAll(says(5));
        assertEquals(4, pool.snapshot().unfinished());
        assertEquals(List.of("FULL", "FULL"), reasons(handles.subList(3, 5)));
        workers().open(GATE);
        for (int number = 0; number < 3; number++) {
            assertEquals("task " + number, handles.get(number).get());
        }
        eventually("all permits are back", () -> pool.snapshot().unfinished() == 0);
        assertEquals(4, pool.submitAll(says(4)).size());
    }

    @Test
    final void oneThatWaitedInVainHasWaitedForTheOthers() throws Exception {
        var pool = start(pool().size(1).queue(1, WhenFull.block(SHORT)));
        hold(pool, new Script.Hold(GATE), GATE);
        // A wait for each of them would take a minute.
        List<TaskHandle<String>> handles = pool.submitAll(says(2_000));
        List<String> reasons = reasons(handles.subList(1, 2_000));
        assertEquals(Set.of("FULL"), Set.copyOf(reasons));
        workers().open(GATE);
        assertEquals("task 0", handles.getFirst().get());
    }

    @Test
    final void aBatchLongerThanTheQueueIsTakenWhileThePoolWorks() throws Exception {
        var pool = start(pool().queue(4, WhenFull.block(SOON)));
        List<TaskHandle<String>> handles = pool.submitAll(says(1_000));
        for (int number = 0; number < 1_000; number++) {
            assertEquals("task " + number, handles.get(number).get());
        }
    }

    @Test
    final void theOldestMakeRoomForTheNewest() throws Exception {
        var pool = start(pool().size(1).queue(2, WhenFull.shedOldest()));
        hold(pool, new Script.Hold(GATE), GATE);
        List<TaskHandle<String>> handles = pool.submitAll(says(5));
        assertEquals(List.of("SHED", "SHED", "SHED"), reasons(handles.subList(0, 3)));
        workers().open(GATE);
        assertEquals("task 3", handles.get(3).get());
        assertEquals("task 4", handles.get(4).get());
    }

    @Test
    final void aPoolThatHasEndedRefusesEach() throws Exception {
        var pool = start(pool());
        pool.close();
        assertEquals(
                List.of(Refusal.Reason.DRAINING.toString(), Refusal.Reason.DRAINING.toString()),
                reasons(pool.submitAll(says(2))));
    }

    @Test
    final void nothingIsSubmittedWhenOneIsMissing() throws Exception {
        var pool = start(pool());
        List<Script> withAHole = Arrays.asList(new Script.Say("x"), null);
        assertThrows(NullPointerException.class, () -> pool.submitAll(withAHole));
        assertEquals(0, pool.snapshot().counts().finished());
        assertEquals(0, pool.snapshot().unfinished());
    }

    @Test
    final void manySubmittersShareTheBound() throws Exception {
        int capacity = 8;
        TaskPool<Script, String> pool = start(pool().size(2).queue(6, WhenFull.block(SOON)));
        var over = new CountDownLatch(4);
        Set<Long> ids = Collections.synchronizedSet(new HashSet<>());
        for (int submitter = 0; submitter < 4; submitter++) {
            inBackground(() -> {
                for (int round = 0; round < 50; round++) {
                    pool.submitAll(says(20)).forEach(handle -> ids.add(handle.id()));
                }
                over.countDown();
            });
        }
        eventually("all are submitted", () -> {
            int unfinished = pool.snapshot().unfinished();
            assertTrue(unfinished <= capacity, () -> unfinished + " unfinished beyond the bound of " + capacity);
            return over.getCount() == 0;
        });
        eventually("all have ended", () -> pool.snapshot().unfinished() == 0);
        assertEquals(4_000, pool.snapshot().counts().succeeded());
        assertEquals(4_000, ids.size());
    }
}
