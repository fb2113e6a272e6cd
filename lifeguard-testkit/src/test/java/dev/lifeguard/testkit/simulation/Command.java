package dev.lifeguard.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One thing that a client does.
 *
 * @param client who
 * @param kind what
 * @param a the first choice in it, evenly distributed
 * @param b the second
 * @param c the third
 */
record Command(int client, Kind kind, int a, int b, int c) {

    static final int CLIENTS = 3;

    /** What clients do; how often, in parts. */
    enum Kind {
        SUBMIT(10),
        CANCEL(4),
        CHECKOUT(5),
        TRY_CHECKOUT(2),
        AWAIT(3),
        NAP(4),
        TELL_WORKER(3),
        ASK_WORKER(1),
        TALK_TO_TASK(2),
        REVIVE(2),
        RESIZE(2),
        PAUSE(2),
        RESUME(3),
        CHANGE(3),
        DRAIN_WORKER(2),
        ROLL(2),
        STOP_ROLL(1),
        INTERRUPT(1),
        SNAPSHOT(1),
        DRAIN(1);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    /** {@return a list of commands; in every other one only some kinds come, but these often} */
    static List<Command> draw(SplittableRandom random) {
        List<Kind> lots = new ArrayList<>();
        boolean all = random.nextBoolean();
        for (Kind kind : Kind.values()) {
            boolean comes = all || kind == Kind.SUBMIT || random.nextBoolean();
            for (int lot = 0; comes && lot < kind.weight; lot++) {
                lots.add(kind);
            }
        }
        List<Command> commands = new ArrayList<>();
        int length = 4 + random.nextInt(30);
        for (int drawn = 0; drawn < length; drawn++) {
            Kind kind = lots.get(random.nextInt(lots.size()));
            if (kind == Kind.DRAIN && random.nextInt(3) != 0) {
                kind = Kind.SUBMIT;
            }
            commands.add(new Command(
                    random.nextInt(CLIENTS),
                    kind,
                    random.nextInt(1 << 20),
                    random.nextInt(1 << 20),
                    random.nextInt(1 << 20)));
        }
        return commands;
    }
}
