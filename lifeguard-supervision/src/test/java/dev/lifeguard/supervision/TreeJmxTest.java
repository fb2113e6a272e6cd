package dev.lifeguard.supervision;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.WorkerPool;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tree as JMX shows it. */
@Timeout(60)
@SuppressWarnings("InterruptedExceptionSwallowed") // JUnit handles it.
final class TreeJmxTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private final Things things = new Things();

    private static ObjectName named(String rest) throws Exception {
        return new ObjectName("dev.lifeguard:type=Tree,name=" + ObjectName.quote("shop, two") + rest);
    }

    private static SupervisorBuilder shop() {
        return Supervisor.named("shop, two").jmx();
    }

    private static void gone() {
        await("it is gone")
                .atMost(SOON)
                .until(() -> SERVER.queryNames(named(",*"), null).isEmpty());
    }

    @Test
    void aTreeIsShownUntilItHasEnded() throws Exception {
        Child<WorkerPool<Object>> pool =
                Child.pool("pool", WorkerPool.of(Object::new).size(1));
        try (Supervisor tree = shop().strategy(Strategy.REST_FOR_ONE)
                .child(things.thing("a"))
                .child(Supervisor.named("inner").child(pool))
                .start()) {
            assertEquals("RUNNING", SERVER.getAttribute(named(""), "State"));
            assertTrue(SERVER.getAttribute(named(""), "Restarts") instanceof TabularData);
            var view = JMX.newMXBeanProxy(SERVER, named(""), SupervisorMXBean.class);
            assertEquals("every child was started", view.getReason());
            assertEquals(Map.of(), view.getFailures());
            assertEquals(Map.of("shop, two", 0, "shop, two/inner", 0), view.getRestarts());
            things.fail("a");
            await("the rest runs again")
                    .atMost(SOON)
                    .until(() -> List.of(view.getTree().split("\n"))
                            .contains("    pool #1: RUNNING, its start hook returned"));
            await("both run again")
                    .atMost(SOON)
                    .until(() -> view.getChildrenByState().equals(Map.of("RUNNING", 3))
                            && view.getTree().contains("inner #2"));
            assertEquals(Map.of("shop, two", 1, "shop, two/inner", 0), view.getRestarts());
            assertEquals(Map.of("shop, two/a", "java.lang.IllegalStateException"), view.getFailures());
            assertEquals(
                    Map.of(
                            "shop, two",
                            "RUNNING, REST_FOR_ONE: every child was started",
                            "shop, two/inner",
                            "RUNNING, ONE_FOR_ONE: every child was started"),
                    view.getSupervisors());
            assertEquals(3, view.getChildren().length);
            assertTrue(
                    view.getChildren()[2].matches(
                            "shop, two/inner/pool #1 RUNNING for \\d+ ms, PERMANENT: its start hook returned"),
                    view.getChildren()[2]);
            String pools = view.getPools().toString();
            assertTrue(pools.matches("\\{shop, two/inner/pool=(IDLE|MOVING): .+}"), pools);
            assertTrue(tree.find(pool).isPresent());
        }
        gone();
    }

    @Test
    void aTreeIsShownWhileItStarts() throws Exception {
        var seen = new CompletableFuture<String>();
        try (Supervisor tree = shop().child(Child.of(
                        "looks",
                        context -> seen.complete(SERVER.getAttribute(named(""), "State") + ", "
                                + SERVER.getAttribute(named(""), "Reason")),
                        (made, within) -> {}))
                .start()) {
            assertEquals("STARTING, its children are started", seen.get(20, TimeUnit.SECONDS));
            assertEquals(SupervisorState.RUNNING, tree.state());
        }
        gone();
    }

    @Test
    void aTreeThatCannotStartIsShownNoMore() {
        var tree = shop().child(Child.of(
                "fails",
                context -> {
                    throw new IllegalStateException("planted");
                },
                (made, within) -> {}));
        assertThrows(SupervisionException.class, tree::start);
        gone();
    }

    @Test
    void twoTreesOfOneNameAreBothShown() throws Exception {
        try (Supervisor first = shop().child(things.thing("a")).start();
                Supervisor second = shop().child(things.thing("b")).start()) {
            assertFalse(first.equals(second));
            assertEquals(2, SERVER.queryNames(named(",*"), null).size());
            var view = JMX.newMXBeanProxy(SERVER, named(",number=2"), SupervisorMXBean.class);
            assertTrue(view.getTree().contains("  b #1: RUNNING"), view::getTree);
        }
        gone();
    }

    @Test
    void oneThatIsTakenAwayByHandIsNoTrouble() throws Exception {
        try (Supervisor tree = shop().child(things.thing("a")).start()) {
            SERVER.unregisterMBean(named(""));
            assertEquals(SupervisorState.RUNNING, tree.state());
        }
        gone();
    }

    @Test
    void onlyTheRootCanBeShown() {
        var refusal = assertThrows(
                IllegalArgumentException.class, () -> Supervisor.named("root").child(shop().child(things.thing("a"))));
        assertTrue(String.valueOf(refusal.getMessage()).contains("jmx never act"), refusal::toString);
    }
}
