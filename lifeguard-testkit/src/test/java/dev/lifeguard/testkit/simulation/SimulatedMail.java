package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Message;
import dev.lifeguard.MessageException;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WorkerId;
import dev.lifeguard.dataplane.Mailroom;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said in one simulation: each message is read once at the most, and none is lost without being counted. */
final class SimulatedMail {

    /** What a message says; it complains when it is read again. */
    private final class Body {
        private boolean read;

        void read(Message message) {
            violations.check(!read, "a message is read twice");
            read = true;
            reads++;
            switch (faults.below(3)) {
                case 0 -> {}
                case 1 -> message.reply(ANSWER);
                default -> {
                    boolean wanted = message.wantsReply();
                    boolean first = message.reply(ANSWER);
                    violations.check(wanted || !first, "a reply is taken that nobody wants");
                    violations.check(!message.reply(ANSWER), "a second reply is taken");
                }
            }
        }
    }

    private static final Object ANSWER = "answer";

    private final Faults faults;
    private final Violations violations;
    private int taken;
    private int refused;
    private int reads;
    private int pings;
    private int emitted;
    private int heard;
    private int partsTaken;
    private int partsRead;

    SimulatedMail(Faults faults, Violations violations) {
        this.faults = faults;
        this.violations = violations;
    }

    // Who sends.

    void tellWorker(Mailroom mailroom, int worker, boolean all) {
        if (all) {
            // One body for each, so that reading it twice is seen: a broadcast is one object, so it is told one by one.
            for (int each = 0; each < 4; each++) {
                count(mailroom.tell(each, new Body()));
            }
        } else {
            count(mailroom.tell(worker, new Body()));
        }
    }

    void askWorker(Simulation simulation, int worker, Duration limit, boolean ping) throws InterruptedException {
        Mailroom mailroom = simulation.engine().plane().mailroom();
        pings += ping ? 1 : 0;
        ask(
                simulation,
                limit,
                ping ? () -> mailroom.ping(worker, limit) : () -> mailroom.ask(worker, new Body(), limit));
    }

    void tellTask(TaskHandle<Object> task) {
        count(task.tell(new Body()));
    }

    void askTask(Simulation simulation, TaskHandle<Object> task, Duration limit) throws InterruptedException {
        ask(simulation, limit, () -> task.ask(new Body(), limit));
    }

    private interface Question {
        @Nullable
        Object ask() throws InterruptedException;
    }

    private void ask(Simulation simulation, Duration limit, Question question) throws InterruptedException {
        long deadline = simulation.nanoTime() + limit.toNanos();
        // Counted first: it is read, or dropped, before this returns.
        taken++;
        try {
            Object answer = question.ask();
            violations.check(answer instanceof Duration || ANSWER.equals(answer), "the answer is " + answer);
        } catch (MessageException none) {
            switch (none.reason()) {
                case FULL -> {
                    taken--;
                    refused++;
                }
                case NO_SUCH_WORKER -> taken--;
                case ENDED -> taken -= String.valueOf(none.getMessage()).contains("not delivered") ? 1 : 0;
                case TIMED_OUT -> violations.check(simulation.nanoTime() >= deadline, "it timed out too early");
            }
        }
        violations.check(
                simulation.nanoTime() - deadline <= Faults.MILLI_NANOS + Faults.LATEST_TIMER_NANOS,
                "a question took longer than its limit");
    }

    private void count(boolean wasTaken) {
        taken += wasTaken ? 1 : 0;
    }

    void nextPartial(TaskHandle<Object> task, Duration limit) throws InterruptedException {
        Optional<Object> part = task.nextPartial(limit);
        partsRead += part.isPresent() ? 1 : 0;
    }

    // Who reads.

    void read(Message message) {
        ((Body) message.body()).read(message);
    }

    void partTaken() {
        partsTaken++;
    }

    void emitted() {
        emitted++;
    }

    void heard(WorkerId worker) {
        violations.check(!worker.pool().isEmpty(), "a message of nobody");
        heard++;
    }

    // The end.

    void judge(Simulation simulation) {
        var counts = simulation.engine().snapshot().counts();
        long lost = taken - reads - counts.messagesDropped();
        violations.check(
                lost <= 0 + pings && lost >= 0,
                taken + " messages were taken, " + reads + " were read, " + counts.messagesDropped() + " were dropped, "
                        + pings + " of them were pings");
        violations.check(counts.messagesRefused() >= refused, counts.messagesRefused() + " refusals are counted");
        violations.check(emitted == heard, emitted + " messages were emitted, " + heard + " were heard");
        violations.check(partsRead <= partsTaken, partsRead + " parts were read of " + partsTaken);
    }
}
