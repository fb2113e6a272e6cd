package dev.lifeguard.testkit.simulation;

import dev.lifeguard.testkit.simulation.Command.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Lives in which workers have much to read, so that much goes wrong while they read. */
final class MailLives {
    private static final List<Kind> LOTS = List.of(
            Kind.TELL_WORKER,
            Kind.TELL_WORKER,
            Kind.TELL_WORKER,
            Kind.ASK_WORKER,
            Kind.ASK_WORKER,
            Kind.TALK_TO_TASK,
            Kind.SUBMIT,
            Kind.SUBMIT,
            Kind.CHECKOUT,
            Kind.PAUSE,
            Kind.RESUME,
            Kind.NAP);

    private MailLives() {}

    static List<Command> draw(SplittableRandom random) {
        List<Command> commands = new ArrayList<>();
        int length = 10 + random.nextInt(30);
        for (int drawn = 0; drawn < length; drawn++) {
            commands.add(new Command(
                    random.nextInt(Command.CLIENTS),
                    LOTS.get(random.nextInt(LOTS.size())),
                    random.nextInt(1 << 20),
                    random.nextInt(1 << 20),
                    random.nextInt(1 << 20)));
        }
        return commands;
    }
}
