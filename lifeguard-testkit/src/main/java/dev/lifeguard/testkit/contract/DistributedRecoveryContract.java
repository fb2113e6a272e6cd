package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Drain;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.distributed.Codec;
import dev.lifeguard.distributed.DistributedEvent;
import dev.lifeguard.distributed.DistributedPool;
import dev.lifeguard.distributed.HostSnapshot;
import dev.lifeguard.distributed.Orphan;
import dev.lifeguard.distributed.RemoteFailure;
import dev.lifeguard.distributed.WorkerHost;
import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Link;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients, hosts and brokers that come, go and break; who operates them; and what is not understood. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class DistributedRecoveryContract extends DistributedContract {

    /** Made by JUnit. */
    protected DistributedRecoveryContract() {}

    @Test
    void theTasksOfADeadHostRunElsewhereAndEndOnce() throws Exception {
        DistributedPool<String, String> pool = client("c");
        Engine doomed = broker().connect();
        started(host(doomed, "doomed"));
        TaskHandle<String> one = hold(pool, "gate");
        TaskHandle<String> two = hold(pool, "gate");
        broker().kill(doomed);
        host("rig");
        eventually("both run again", () -> script().count("hold gate") == 4);
        script().open("gate");
        assertEquals("gate passed", value(one));
        assertEquals("gate passed", value(two));
        eventually("2 tasks are counted", () -> pool.snapshot().counts().finished() == 2);
        assertEquals(List.of(), orphans(), "what the dead host did is fenced");
    }

    @Test
    void aRestartOfTheBrokerLosesNoTask() throws Exception {
        DistributedPool<String, String> pool = client("c");
        WorkerHost rig = host("rig");
        TaskHandle<String> held = hold(pool, "gate");
        List<TaskHandle<String>> handles = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            handles.add(submit(pool, "echo " + n));
        }
        broker().restart();
        for (int n = 10; n < 20; n++) {
            handles.add(submit(pool, "echo " + n));
        }
        script().open("gate");
        for (int n = 0; n < handles.size(); n++) {
            assertEquals(String.valueOf(n), value(handles.get(n)));
        }
        assertEquals("gate passed", value(held));
        eventually("the run that was not settled is counted", () -> rig.unsettled() >= 1);
        eventually("21 tasks are counted", () -> pool.snapshot().counts().finished() == 21);
    }

    @Test
    void aClientThatRestartsFindsItsResults() throws Exception {
        DistributedPool<String, String> first = client("c");
        host("rig");
        TaskHandle<String> adopted = hold(first, "gate");
        TaskHandle<String> forgotten = hold(first, "gate");
        List<String> ids = first.detach();
        assertEquals(2, ids.size());
        assertEquals(
                Refusal.Reason.DRAINING,
                outcome(Outcome.Refused.class, adopted).refusal().reason());
        assertTrue(outcome(Outcome.Refused.class, forgotten).report().mayHaveRun());
        DistributedPool<String, String> second =
                started(client(broker().connect(), "c").adopting(List.of(ids.getFirst())));
        TaskHandle<String> found = watched(second.find(ids.getFirst()).orElseThrow());
        script().open("gate");
        assertEquals("gate passed", value(found));
        eventually(
                "the other result is an orphan",
                () -> orphans().stream()
                        .anyMatch(orphan -> orphan.why() == Orphan.Why.UNKNOWN
                                && orphan.task().equals(ids.getLast())));
        Orphan orphan = orphans().getFirst();
        assertEquals("gate passed", new String(orphan.value().orElseThrow(), StandardCharsets.UTF_8));
        eventually("1 tasks are counted", () -> second.snapshot().counts().finished() == 1);
        assertEquals(2, script().ran().size());
    }

    @Test
    void aResultThatIsNotRecordedIsNotAcknowledged() throws Exception {
        var tries = new ConcurrentLinkedQueue<String>();
        DistributedPool<String, String> pool =
                started(client(broker().connect(), "c").recorder((task, outcome) -> {
                    tries.add(task);
                    switch (tries.size()) {
                        case 1 -> throw new NoClassDefFoundError("the driver of the database");
                        case 2 -> throw new IllegalStateException("the database is away");
                        default -> {}
                    }
                }));
        host("rig");
        assertEquals("one", value(submit(pool, "echo one")));
        assertEquals(3, tries.size());
        assertEquals(List.of("echo one"), script().ran());
    }

    @Test
    void aHostThatIsDrainedFinishesAndOthersGoOn() throws Exception {
        DistributedPool<String, String> pool = client("c");
        WorkerHost leaver = host("leaver");
        TaskHandle<String> handle = hold(pool, "gate");
        eventually("it was heard", () -> !pool.snapshot().hosts().isEmpty());
        assertTrue(pool.drainHost("leaver"));
        eventually("it drains", () -> stateOf(pool, "leaver") == HostSnapshot.State.DRAINING);
        host("rig");
        assertEquals("next", value(submit(pool, "echo next")));
        script().open("gate");
        assertEquals("gate passed", value(handle));
        eventually("it has left", leaver::hasLeft);
        eventually("it is gone", () -> stateOf(pool, "leaver") == HostSnapshot.State.GONE);
        assertEquals(1, script().count("hold gate"));
    }

    @Test
    void aHostThatCannotWaitHandsBackWhatItRuns() throws Exception {
        DistributedPool<String, String> pool = client("c");
        WorkerHost leaver = host("leaver");
        TaskHandle<String> handle = hold(pool, "gate");
        leaver.drain(Duration.ofMillis(50));
        host("rig");
        eventually("it runs again", () -> script().count("hold gate") == 2);
        script().open("gate");
        Outcome.Success<?> success = outcome(Outcome.Success.class, handle);
        assertEquals(1, success.report().attempts(), "to be handed back is no attempt");
    }

    @Test
    void aPauseHoldsAsLongAsItsClientWantsIt() throws Exception {
        DistributedPool<String, String> operator = client("operator");
        DistributedPool<String, String> pool = client("c");
        host("rig");
        eventually("the host is there", () -> stateOf(pool, "rig") == HostSnapshot.State.READY);
        operator.pause();
        eventually("the host pauses", () -> stateOf(pool, "rig") == HostSnapshot.State.PAUSED);
        TaskHandle<String> handle = submit(pool, "echo paused");
        eventually(
                "the engine has it",
                () -> pool.snapshot()
                        .tasks()
                        .filter(facts -> facts.waiting() + facts.taken() == 1)
                        .isPresent());
        assertEquals(List.of(), script().ran());
        assertFalse(handle.isDone());
        operator.resume();
        assertEquals("paused", value(handle));
        operator.pause();
        eventually("the host pauses again", () -> stateOf(pool, "rig") == HostSnapshot.State.PAUSED);
        operator.close();
        assertEquals("alone", value(submit(pool, "echo alone")));
    }

    private static HostSnapshot.State stateOf(DistributedPool<String, String> pool, String host) {
        return pool.snapshot().hosts().stream()
                .filter(one -> one.name().equals(host))
                .map(HostSnapshot::state)
                .findFirst()
                .orElse(HostSnapshot.State.LOST);
    }

    @Test
    void aBroadcastReachesTheWorkersOfEveryHost() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        host("rag");
        eventually("both hosts are there", () -> pool.snapshot().hosts().size() == 2);
        assertTrue(pool.broadcast("reload"));
        eventually("four workers read it", () -> script().read().size() == 4);
    }

    @Test
    void theSnapshotShowsHostsWhatTheyRunAndWhatWaits() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        hold(pool, "gate");
        hold(pool, "gate");
        submit(pool, "echo waiting");
        eventually(
                "the host says what it runs",
                () -> pool.snapshot().hosts().stream()
                        .anyMatch(host -> host.running().size() == 2));
        HostSnapshot rig = pool.snapshot().hosts().getFirst();
        assertEquals("rig", rig.name());
        assertEquals(2, rig.slots());
        assertEquals(2, rig.serving());
        eventually(
                "half a task waits for each slot",
                () -> pool.snapshot().waitingPerSlot().equals(java.util.Optional.of(0.5)));
        assertEquals(3, pool.snapshot().unfinished());
        script().open("gate");
    }

    @Test
    void aHostThatIsNotHeardIsSuspectThenLost() throws Exception {
        DistributedPool<String, String> pool = client("c");
        Engine doomed = broker().connect();
        started(host(doomed, "doomed"));
        eventually("it is there", () -> stateOf(pool, "doomed") == HostSnapshot.State.READY);
        broker().kill(doomed);
        eventually(
                "it is lost",
                () -> events().contains(new DistributedEvent.HostMoved("doomed", HostSnapshot.State.LOST)));
        assertTrue(events().contains(new DistributedEvent.HostMoved("doomed", HostSnapshot.State.SUSPECT)));
    }

    @Test
    void severalClientsShareAPoolAndEachGetsItsResults() throws Exception {
        DistributedPool<String, String> one = client("one");
        DistributedPool<String, String> two = client("two");
        host("rig");
        List<TaskHandle<String>> handles = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            handles.add(submit(n % 2 == 0 ? one : two, "echo " + n));
        }
        for (int n = 0; n < 10; n++) {
            assertEquals(String.valueOf(n), value(handles.get(n)));
        }
        eventually("5 tasks are counted", () -> one.snapshot().counts().finished() == 5);
        eventually("5 tasks are counted", () -> two.snapshot().counts().finished() == 5);
        assertEquals(List.of(), orphans());
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        client("c");
        assertThrows(EngineException.class, () -> client("c"));
    }

    @Test
    void theEndOfAClientNamesTheFateOfEveryTask() throws Exception {
        DistributedPool<String, String> pool = client("c");
        started(host(broker().connect(), "rig").slots(1));
        TaskHandle<String> running = hold(pool, "gate");
        TaskHandle<String> queued = submit(pool, "echo queued");
        Drain.Report report = pool.drain(Drain.within(Duration.ofMillis(100)));
        assertEquals(2, report.tasks().size());
        assertTrue(outcome(Outcome.Cancelled.class, running).report().mayHaveRun());
        Outcome.Refused<?> back = outcome(Outcome.Refused.class, queued);
        assertEquals(Refusal.Reason.DRAINING, back.refusal().reason());
        assertFalse(back.report().mayHaveRun());
        assertEquals(1, report.count(Outcome.Cancelled.class));
        assertEquals(1, report.count(Outcome.Refused.class));
        assertEquals(
                Refusal.Reason.DRAINING,
                outcome(Outcome.Refused.class, pool.submit("echo after"))
                        .refusal()
                        .reason());
    }

    @Test
    void aTaskThatKillsItsHostsIsFoundAloneAndInnocentsEndWell() throws Exception {
        DistributedPool<String, String> pool = client("c");
        var processes = new ConcurrentLinkedDeque<Engine>();
        var killed = new ConcurrentLinkedQueue<Engine>();
        script().deed("poison", () -> {
            Engine last = processes.getLast();
            broker().kill(last);
            killed.add(last);
        });
        TaskHandle<String> poison = submit(pool, "do poison");
        List<TaskHandle<String>> innocents = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            innocents.add(submit(pool, "echo " + n));
        }
        for (int life = 0; life < 8 && !poison.isDone(); life++) {
            Engine engine = broker().connect();
            processes.add(engine);
            started(host(engine, "rig-" + life).suspicion(1, 2));
            // Killed, and not only begun: the next life must not be the last when this one is meant.
            eventually("the poison kills or is given up", () -> poison.isDone() || killed.contains(engine));
        }
        Outcome.WorkerLost<?> lost = outcome(Outcome.WorkerLost.class, poison);
        assertTrue(lost.report().quarantined());
        assertTrue(lost.exit().contains("aloneDeaths = 2"), lost::exit);
        assertEquals(3, script().count("do poison"), "once beside others, twice alone");
        for (int n = 0; n < innocents.size(); n++) {
            assertEquals(String.valueOf(n), value(innocents.get(n)));
        }
        try (Link looker = broker().connect().join(poolName, Member.client("looker"))) {
            assertEquals(1, looker.facts(Place.DEAD).waiting());
        }
    }

    @Test
    void aTaskThatIsTooLargeIsRefusedAtTheDoor() {
        DistributedPool<String, String> pool =
                started(client(broker().connect(), "c").largestTask(10));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> pool.submit("echo " + "x".repeat(20)));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("has 25 bytes, and the largest that is sent has 10"),
                refused::toString);
        assertEquals(0, pool.snapshot().unfinished());
    }

    @Test
    void aResultThatIsTooLargeIsAFailureWithTheNumbers() throws Exception {
        DistributedPool<String, String> pool = client("c");
        started(host(broker().connect(), "rig").largestResult(100));
        RemoteFailure failure = (RemoteFailure)
                outcome(Outcome.Failed.class, submit(pool, "big 101")).cause();
        assertTrue(
                String.valueOf(failure.getMessage()).contains("has 101 bytes, while the largest that is sent has 100"),
                failure::toString);
        assertEquals(100, value(submit(pool, "big 100")).length());
    }

    @Test
    void anOptionThatWouldNeverActIsRefused() {
        DistributedPool<String, String> pool = client("c");
        assertThrows(
                IllegalArgumentException.class,
                () -> pool.submit("echo", TaskOptions.none().withLane("tenant")));
        assertThrows(
                IllegalArgumentException.class,
                () -> pool.submit("echo", TaskOptions.none().withKind("report")));
    }

    @Test
    void bytesThatAreNoTaskGoToTheDeadAndStopNobody() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        try (Link stranger = broker().connect().join(poolName, Member.client("stranger"))) {
            var sent = new CompletableFuture<Boolean>();
            stranger.send(
                    Parcel.of(Place.TASKS, "junk", "no frame".getBytes(StandardCharsets.UTF_8)),
                    failure -> sent.complete(failure == null));
            assertTrue(sent.get(20, TimeUnit.SECONDS));
            eventually("it is among the dead", () -> stranger.facts(Place.DEAD).waiting() == 1);
        }
        assertEquals("fine", value(submit(pool, "echo fine")));
    }

    @Test
    void bytesThatAreNoResultAreAnOrphanAndStopNobody() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        try (Link stranger = broker().connect().join(poolName, Member.client("stranger"))) {
            stranger.send(Parcel.of(Place.results("c"), "junk", new byte[] {'L', 'G', 99, 1}), failure -> {});
            eventually("it is an orphan", () -> orphans().size() == 1);
        }
        Orphan orphan = orphans().getFirst();
        assertEquals(Orphan.Why.UNREADABLE, orphan.why());
        assertTrue(orphan.words().contains("version 99"), orphan::words);
        assertEquals("fine", value(submit(pool, "echo fine")));
    }

    @Test
    void aTaskOfANewerVersionWaitsAndAnOlderOneIsRefused() throws Exception {
        DistributedPool<String, String> newer =
                started(DistributedPool.on(broker().connect(), poolName, new Versioned(2, 2), Codec.text())
                        .client("newer")
                        .closing(Drain.now()));
        DistributedPool<String, String> older =
                started(DistributedPool.on(broker().connect(), poolName, new Versioned(0, 0), Codec.text())
                        .client("older")
                        .closing(Drain.now()));
        started(WorkerHost.of(broker().connect(), poolName, new Versioned(1, 1), Codec.text(), workers("old", 2))
                .name("old"));
        TaskHandle<String> waits = watched(newer.submit("echo newer"));
        Outcome.Refused<?> refused = outcome(Outcome.Refused.class, watched(older.submit("echo older")));
        assertEquals("version", refused.refusal().limit());
        assertTrue(refused.refusal().value().contains("0, and this host takes 1 to 1"), refused::toString);
        assertFalse(waits.isDone());
        started(WorkerHost.of(broker().connect(), poolName, new Versioned(2, 1), Codec.text(), workers("new", 2))
                .name("new"));
        assertEquals("newer", value(waits));
    }

    @Test
    void aTaskOfAnotherTypeIsRefused() throws Exception {
        DistributedPool<byte[], String> other = DistributedPool.on(
                        broker().connect(), poolName, Codec.bytes(), Codec.text())
                .client("other")
                .closing(Drain.now())
                .start();
        try (other) {
            host("rig");
            Outcome.Refused<?> refused = outcome(Outcome.Refused.class, watched(other.submit(new byte[3])));
            assertEquals("type", refused.refusal().limit());
            assertTrue(
                    refused.refusal().value().contains("\"bytes\", and this host takes \"text\""), refused::toString);
        }
    }

    /** Texts whose version is what a test wants. */
    private record Versioned(int version, int oldest) implements Codec<String> {

        @Override
        public String type() {
            return "versioned";
        }

        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes, int written) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
