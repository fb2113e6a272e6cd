package dev.lifeguard.verification.trees;

import dev.lifeguard.WorkerPool;
import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.Supervisor;

/** A tree on whatever runtime it is started with: works, is looked at, and ends. */
final class SmallTree {
    private SmallTree() {}

    public static void main(String[] arguments) throws Exception {
        Child<WorkerPool<Object>> pool =
                Child.pool("pool", WorkerPool.of(Object::new).size(1));
        try (Supervisor tree = Supervisor.named("tree").child(pool).start()) {
            Object sum = tree.find(pool)
                    .orElseThrow()
                    .submit((worker, context) -> 3 + 4)
                    .get();
            System.out.println("sum " + sum + ", jfr " + has("jdk.jfr") + ", jmx " + has("java.management"));
            System.out.println("in a module: " + Supervisor.class.getModule().isNamed());
        }
        try (Supervisor shown = Supervisor.named("tree").child(pool).jmx().start()) {
            System.out.println("shown by JMX: " + shown);
        } catch (IllegalStateException refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }

    private static boolean has(String module) {
        return ModuleLayer.boot().findModule(module).isPresent();
    }
}
