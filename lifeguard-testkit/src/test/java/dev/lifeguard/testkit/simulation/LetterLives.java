package dev.lifeguard.testkit.simulation;

import dev.lifeguard.testkit.simulation.Command.Kind;
import dev.lifeguard.testkit.simulation.SimulatedTask.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Lives in which most tasks become dead letters, and these are tried again. */
final class LetterLives {
    private static final List<Script> SCRIPTS = List.of(Script.DIE, Script.FAIL, Script.FAIL_ONCE, Script.RETURN);

    /** Quarantined after the first death, and kept when it failed. */
    private static final Command KEEP_ALL = new Command(0, Kind.CHANGE, Plan.POISON_CHANGE, 1, 0);

    private LetterLives() {}

    static List<Command> draw(SplittableRandom random) {
        List<Command> commands = new ArrayList<>();
        commands.add(KEEP_ALL);
        int length = 10 + random.nextInt(30);
        for (int drawn = 0; drawn < length; drawn++) {
            Kind kind = switch (random.nextInt(7)) {
                case 0, 1, 2 -> Kind.SUBMIT;
                case 3, 4, 5 -> Kind.REVIVE;
                default -> Kind.NAP;
            };
            int any = random.nextInt(1 << 10);
            commands.add(new Command(
                    random.nextInt(Command.CLIENTS),
                    kind,
                    kind == Kind.SUBMIT ? SimulatedTask.SCRIPTS.indexOf(SCRIPTS.get(any % SCRIPTS.size())) : any,
                    // Without limits of its own.
                    4,
                    random.nextInt(1 << 20)));
        }
        return commands;
    }

    static @Nullable String firstFailure(int seeds) {
        return SimulationRun.lives(seeds, LetterLives::draw);
    }
}
