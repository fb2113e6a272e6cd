package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Restart;
import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.RestartType;
import dev.lifeguard.supervision.Strategy;
import dev.lifeguard.tree.ChildPlan;
import dev.lifeguard.tree.NodePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws a tree. */
final class TreeDrawing {
    private static final int DEPTH = 3;

    private final SplittableRandom random;
    private final TreeSimulation simulation;

    TreeDrawing(SplittableRandom random, TreeSimulation simulation) {
        this.random = random;
        this.simulation = simulation;
    }

    NodePlan root() {
        return node("root", 1);
    }

    private NodePlan node(String name, int depth) {
        List<ChildPlan> children = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int number = 0; number < count; number++) {
            children.add(child(Character.toString('a' + number), depth));
        }
        Strategy strategy = one(Strategy.values());
        int intensity = 1 + random.nextInt(3);
        var restart = new Restart(
                Duration.ofMillis(1 + random.nextInt(10)),
                Duration.ofMillis(20),
                intensity,
                Duration.ofMillis(100 + random.nextInt(400)),
                0.2);
        return new NodePlan(name, strategy, restart, children);
    }

    private ChildPlan child(String name, int depth) {
        RestartType type = random.nextInt(2) == 0 ? RestartType.PERMANENT : one(RestartType.values());
        if (depth < DEPTH && random.nextInt(3) == 0) {
            return new ChildPlan(name, type, null, node(name, depth + 1));
        }
        Child<SimulatedThing> thing = Child.<SimulatedThing>of(
                        name, context -> SimulatedThing.start(simulation, context), SimulatedThing::stop)
                .withRestart(type)
                .withStartLimit(Duration.ofMillis(15 + random.nextInt(30)))
                .withStopLimit(Duration.ofMillis(15 + random.nextInt(30)));
        return new ChildPlan(name, type, thing, null);
    }

    private <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }
}
