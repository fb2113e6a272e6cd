package dev.lifeguard.examples;

import dev.lifeguard.TaskPool;
import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.ChildContext;
import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.Strategy;
import dev.lifeguard.supervision.SupervisionEvent;
import dev.lifeguard.supervision.Supervisor;
import java.util.concurrent.CountDownLatch;

/**
 * A supervision tree: a catalogue, and a pool that is of no use without it. When the catalogue fails, the pool is
 * drained, the catalogue is started again, and then the pool.
 */
public final class SupervisionTree {
    private SupervisionTree() {}

    // @start region="thing"
    /** Something that others need, and that finds out by itself when it has failed. */
    private record Catalogue(ChildContext context) implements AutoCloseable {

        static Catalogue open(ChildContext context) {
            System.out.println("catalogue " + context.incarnation() + " is open");
            return new Catalogue(context);
        }

        void lose() {
            context.failed(new IllegalStateException("the file is gone"));
        }

        @Override
        public void close() {
            System.out.println("catalogue " + context.incarnation() + " is closed");
        }
    }
    // @end region="thing"

    public static void main(String[] arguments) throws Exception {
        var servesAgain = new CountDownLatch(1);
        // @start region="tree"
        Child<Catalogue> catalogue = Child.of("catalogue", Catalogue::open, (open, within) -> open.close());
        Child<TaskPool<String, Integer>> sums =
                Child.pool("sums", TaskPool.of(Adder::new).size(2));
        try (Supervisor shop = Supervisor.named("shop")
                .strategy(Strategy.REST_FOR_ONE)
                .child(catalogue)
                .child(Supervisor.named("counter").child(sums))
                .listener(event -> {
                    if (event instanceof SupervisionEvent.ChildChanged change
                            && change.path().equals("shop/counter")
                            && change.to() == ChildState.RUNNING
                            && change.incarnation() == 2) {
                        servesAgain.countDown();
                    }
                })
                .start()) {
            System.out.println(
                    "3 + 4 = " + shop.find(sums).orElseThrow().submit("3 + 4").get());
            shop.find(catalogue).orElseThrow().lose();
            // @end region="tree"
            servesAgain.await();
            while (shop.find(sums).isEmpty()) {
                // The event is told a moment before the tree is shown as it is then.
                Thread.onSpinWait();
            }
            System.out.println(
                    "40 + 2 = " + shop.find(sums).orElseThrow().submit("40 + 2").get());
            System.out.print(shop.snapshot().text());
        }
    }
}
