package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
        }
        Awaitility.await("it is gone").atMost(Duration.ofSeconds(60)).until(() -> !SERVER.isRegistered(named("")));
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
