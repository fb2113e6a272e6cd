package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.policy.Caps;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy.Wish;
import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A pool as JMX shows it. */
class JmxTest {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private static ObjectName named(String rest) throws Exception {
        return new ObjectName("dev.lifeguard:type=Pool,name=" + ObjectName.quote("scans, two") + rest);
    }

    private static PoolBuilder<Object, WorkerPool<Object>> scans() {
        return WorkerPool.of(Object::new).name("scans, two").size(2).jmx();
    }

    @Test
    void aPoolIsShownUntilItHasStopped() throws Exception {
        var release = new CountDownLatch(1);
        try (var pool = scans().start()) {
            var task = pool.submit(
                    (worker, context) -> {
                        release.await();
                        return 1;
                    },
                    TaskOptions.none().withName("page 7"));
            var lease = pool.checkout(Duration.ofSeconds(60));
            Awaitility.await("it runs").until(() -> task.taskState() == TaskState.RUNNING);
            assertEquals("RUNNING", SERVER.getAttribute(named(""), "State"));
            assertEquals(2, SERVER.getAttribute(named(""), "Size"));
            assertEquals(1, SERVER.getAttribute(named(""), "Unfinished"));
            assertTrue(SERVER.getAttribute(named(""), "Counts") instanceof TabularData);
            var view = JMX.newMXBeanProxy(SERVER, named(""), PoolMXBean.class);
            assertEquals(1, view.getWorkersByState().get("RUNNING"));
            assertEquals(1, view.getWorkersByState().get("LEASED"));
            assertTrue(String.join("\n", view.getWorkers()).contains("page 7"));
            assertEquals(1, view.getLeases().length);
            assertArrayEquals(new String[0], view.getFindings());
            assertFalse(view.isAlarm());
            assertEquals(0, view.getZombies() + view.getQueued());
            assertEquals(0, view.getOldestWaitMillis());
            assertTrue(view.getCapacity() > 2);
            lease.close();
            release.countDown();
            task.await();
            assertEquals(1L, view.getCounts().get("succeeded"));
            assertTrue(view.getLiveness().contains(": "));
            assertEquals(-1.0, view.getRetriesAllowed());
            assertEquals("", view.getRoll());
        }
        Awaitility.await("it is gone").atMost(Duration.ofSeconds(60)).until(() -> !SERVER.isRegistered(named("")));
    }

    @Test
    void whatThePoliciesDoIsShown() throws Exception {
        try (var pool = scans().retry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO))
                .retryBudget(new RetryBudget(0.001, 0, 1))
                .quarantine(Quarantine.after(1))
                .discipline(Discipline.priorities(2))
                .caps(Caps.none().kind("print", 1))
                .scale(Scaling.elastic(2, 3))
                .start()) {
            var view = JMX.newMXBeanProxy(SERVER, named(""), PoolMXBean.class);
            assertTrue(String.valueOf(view.getPolicies().get("scaling")).startsWith("elastic from 2 to 3"));
            assertEquals(3, view.getMostWorkers());
            assertEquals(1.0, view.getRetriesAllowed());
            for (int task = 0; task < 2; task++) {
                pool.submit((worker, context) -> {
                            throw new IllegalStateException("planted: it fails");
                        })
                        .await();
            }
            assertEquals(0.0, view.getRetriesAllowed(), 0.5);
            assertEquals(1, view.getRetriesRefused());
            pool.submit(
                            (worker, context) -> {
                                throw new AssertionError("planted: it kills its worker");
                            },
                            TaskOptions.none().withName("page 8"))
                    .await();
            Awaitility.await("it is kept")
                    .until(() -> Long.valueOf(1).equals(view.getDeadLetters().get("size")));
            assertEquals(1L, view.getDeadLetters().get("quarantined"));
            assertTrue(view.getQuarantined()[0].contains("page 8"));
            pool.operate(new Change.Scale(Scaling.fixed()), "the test", "it rolls");
            pool.roll(
                    context -> new Object(),
                    Rollout.standard().goodAfter(0, Duration.ofSeconds(1)),
                    "the test",
                    "it looks");
            Awaitility.await("it is done").until(() -> view.getRoll().startsWith("generation 2 DONE"));
            assertNotEquals(0L, view.getRenewal().get("replaced"));
            assertFalse(view.isOverloaded());
            assertEquals("", view.getSizingHeld());
            assertEquals(Map.of("waiting", 0, "delayed", 0), view.getGates());
            pool.operate(new Change.Pause(), "the test", "something waits");
            var waits = pool.submit((worker, context) -> 1, TaskOptions.none().withPriority(1));
            assertTrue(view.getLines()[0].startsWith("priority 1: 1 wait, the head for "), () -> view.getLines()[0]);
            pool.operate(new Change.Resume(), "the test", "it has looked");
            waits.await();
        }
    }

    @Test
    void decisionsAboutTheSizeAreShown() throws Exception {
        var greedy = Scaling.custom(1, 3, load -> new Wish(9, "planted: more than there may be"))
                .every(Duration.ofMillis(1));
        try (var pool = scans().scale(greedy).start()) {
            var view = JMX.newMXBeanProxy(SERVER, named(""), PoolMXBean.class);
            Awaitility.await("it grows").until(() -> view.getSizing().length == 1);
            assertTrue(view.getSizing()[0].startsWith("2 -> 3, "), () -> view.getSizing()[0]);
            assertTrue(view.getSizing()[0].endsWith("planted: more than there may be"));
            assertTrue(view.getSizingHeld().contains("more than the 3 workers"));
            assertEquals(3, pool.snapshot().size());
        }
    }

    /** What a snapshot has and JMX does not show would be missed by nobody else. */
    @Test
    void everyPartOfASnapshotIsShown() throws Exception {
        Map<String, List<String>> shown = Map.ofEntries(
                Map.entry("state", List.of("State")),
                Map.entry("size", List.of("Size")),
                Map.entry("queue", List.of("Queued", "Unfinished", "Capacity", "OldestWaitMillis")),
                Map.entry("workers", List.of("Workers", "WorkersByState")),
                Map.entry("leases", List.of("Leases")),
                Map.entry("health", List.of("Liveness", "Alarm", "Zombies", "Findings")),
                Map.entry("counts", List.of("Counts")),
                Map.entry("policies", List.of("Policies")),
                Map.entry("lines", List.of("Lines")),
                Map.entry("gates", List.of("Gates")),
                Map.entry("overload", List.of("Overloaded")),
                Map.entry("sizing", List.of("MostWorkers", "Sizing", "SizingHeld")),
                Map.entry("renewal", List.of("Renewal", "Roll")),
                Map.entry("retries", List.of("RetriesAllowed", "RetriesRefused")),
                Map.entry("deadLetters", List.of("DeadLetters", "Quarantined")));
        // The name is in the name of the bean, the minute is what those who read counters make themselves.
        Set<String> elsewhere = Set.of("pool", "since", "pausedBy", "burst", "recent");
        Set<String> parts = components(PoolSnapshot.class);
        parts.removeAll(elsewhere);
        assertEquals(new TreeSet<>(shown.keySet()), parts);
        try (var pool = scans().start()) {
            var attributes = new TreeSet<String>();
            for (var attribute : SERVER.getMBeanInfo(named("")).getAttributes()) {
                attributes.add(attribute.getName());
            }
            assertEquals(
                    shown.values().stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new)),
                    attributes);
            var view = JMX.newMXBeanProxy(SERVER, named(""), PoolMXBean.class);
            assertEquals(components(PoolSnapshot.Counts.class), view.getCounts().keySet());
            assertEquals(components(Policies.class), view.getPolicies().keySet());
            assertEquals(2, pool.snapshot().size());
        }
    }

    private static Set<String> components(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void twoPoolsOfOneNameAreBothShown() throws Exception {
        try (var first = scans().start();
                var second = scans().start()) {
            assertEquals(first.snapshot().pool(), second.snapshot().pool());
            Awaitility.await("both are shown")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> SERVER.queryNames(named(",*"), null).size() >= 2);
        }
        Awaitility.await("both are gone")
                .atMost(Duration.ofSeconds(60))
                .until(() -> SERVER.queryNames(named(",*"), null).isEmpty());
    }
}
