package dev.lifeguard.testkit.simulation;

import dev.lifeguard.testkit.simulation.Command.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Lives in which much waits at gates: most tasks have a key, a kind or a lane, and the caps change now and then. */
final class GateLives {
    private static final List<Kind> LOTS = List.of(
            Kind.SUBMIT,
            Kind.SUBMIT,
            Kind.SUBMIT,
            Kind.SUBMIT,
            Kind.SUBMIT,
            Kind.SUBMIT,
            Kind.CANCEL,
            Kind.CHANGE,
            Kind.NAP,
            Kind.AWAIT,
            Kind.RESIZE,
            Kind.RESUME);

    private GateLives() {}

    static List<Command> draw(SplittableRandom random) {
        List<Command> commands = new ArrayList<>();
        int length = 10 + random.nextInt(30);
        for (int drawn = 0; drawn < length; drawn++) {
            Kind kind = LOTS.get(random.nextInt(LOTS.size()));
            int any = random.nextInt(1 << 20);
            commands.add(new Command(
                    random.nextInt(Command.CLIENTS),
                    kind,
                    switch (kind) {
                        case SUBMIT -> any | 1 << 10;
                        case CHANGE -> Plan.CAPS_CHANGE;
                        default -> any;
                    },
                    random.nextInt(1 << 20),
                    random.nextInt(1 << 20)));
        }
        return commands;
    }

    static @Nullable String firstFailure(int seeds) {
        return SimulationRun.lives(seeds, GateLives::draw);
    }
}
