package dev.lifeguard.verification.model;

import dev.lifeguard.Lease.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A command to a pool. Numbers choose among what is there, modulo how many there are, so every list makes sense. */
sealed interface Command {

    /** Submits a task that runs until it is released. */
    record Submit() implements Command {}

    /** Lets a running task return. */
    record Release(int which) implements Command {}

    /** Lets a running task fail in a way that its worker does not survive. */
    record Crash(int which) implements Command {}

    /** Cancels a task that waits or runs. */
    record CancelTask(int which) implements Command {}

    /** Borrows a worker if one is free. */
    record Checkout() implements Command {}

    /** Returns a borrowed worker. */
    record Return(int which, Verdict verdict) implements Command {}

    /** Returns a lease again that was returned before. */
    record ReturnAgain(int which) implements Command {}

    /** Changes the size. */
    record Resize(int size) implements Command {}

    /** Lets nothing begin and lends nothing. */
    record Pause() implements Command {}

    /** Ends a pause. */
    record Resume() implements Command {}

    /** Changes how many may wait. */
    record Queue(int capacity) implements Command {}

    /** Replaces a worker after its use. */
    record DrainWorker(int worker) implements Command {}

    /** Ends the pool: what is queued runs, or is handed back. */
    record Drain(boolean runQueued) implements Command {}

    /** {@return a list that ends with a drain} */
    static List<Command> draw(SplittableRandom random, int length) {
        var commands = new ArrayList<Command>();
        for (int drawn = 0; drawn < length; drawn++) {
            int which = random.nextInt(100);
            commands.add(
                    switch (random.nextInt(20)) {
                        case 0, 1, 2, 3, 4 -> new Submit();
                        case 5, 6, 7 -> new Release(which);
                        case 8 -> new Crash(which);
                        case 9, 10 -> new CancelTask(which);
                        case 11, 12 -> new Checkout();
                        case 13 -> new Return(which, List.of(Verdict.values()).get(random.nextInt(3)));
                        case 14 -> random.nextBoolean() ? new Return(which, Verdict.OK) : new ReturnAgain(which);
                        case 15 -> new Pause();
                        case 16 -> new Resume();
                        case 17 -> new Queue(random.nextInt(5));
                        case 18 -> new DrainWorker(random.nextInt(4));
                        default -> new Resize(1 + random.nextInt(4));
                    });
        }
        commands.add(new Drain(random.nextBoolean()));
        return commands;
    }
}
