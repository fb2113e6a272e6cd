package dev.lifeguard.child;

import dev.lifeguard.Doctor;
import dev.lifeguard.WorkerPool;
import java.time.Duration;

/** A pool on whatever runtime it is started with: works, is looked at, and ends. */
public final class SmallPool {

    private SmallPool() {}

    public static void main(String[] arguments) throws Exception {
        try (var pool = WorkerPool.of(() -> new StringBuilder()).size(2).start()) {
            Object sum = pool.submit((worker, context) -> 3 + 4).get();
            try (var lease = pool.checkout(Duration.ofSeconds(10))) {
                lease.worker().append(sum);
            }
            System.out.println("sum " + sum + ", jfr "
                    + ModuleLayer.boot().findModule("jdk.jfr").isPresent() + ", jmx "
                    + ModuleLayer.boot().findModule("java.management").isPresent() + ", findings "
                    + Doctor.standard().examine(pool.snapshot()));
        }
        try (var shown = WorkerPool.of(Object::new).jmx().start()) {
            System.out.println("shown by JMX: " + shown);
        } catch (IllegalStateException refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }
}
