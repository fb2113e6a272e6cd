package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Cancel;
import dev.lifeguard.Change;
import dev.lifeguard.Lease;
import dev.lifeguard.LeaseException;
import dev.lifeguard.RefusedException;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A thread that uses the pool from outside, command by command. */
final class Client implements Runnable {
    private static final List<Cancel> CANCELS = List.of(Cancel.values());

    private final Simulation simulation;
    private final String name;
    private final List<Command> commands;
    private final List<SimulatedTask> mine = new ArrayList<>();
    private boolean over;

    /** Whether it ended in the middle of a lease, which it did not close. */
    private boolean dead;

    Client(Simulation simulation, String name, List<Command> commands) {
        this.simulation = simulation;
        this.name = name;
        this.commands = commands;
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void run() {
        for (Command command : commands) {
            if (dead) {
                break;
            }
            try {
                carryOut(command);
            } catch (InterruptedException interrupted) {
                // Another client interrupts now and then; whatever was interrupted is over, and so is the interrupt.
                simulation.interrupted();
            }
        }
        over = true;
    }

    private void carryOut(Command command) throws InterruptedException {
        FaultCounts.count(command.kind(), simulation.state());
        switch (command.kind()) {
            case SUBMIT -> submit(command);
            case CANCEL -> cancel(command);
            case CHECKOUT -> checkout(command);
            case TRY_CHECKOUT -> {
                Object pause = simulation.pauseWatch().pause();
                Optional<Lease<Object>> lease = simulation.engine().plane().tryCheckout();
                if (lease.isPresent()) {
                    notLentIn(pause, lease.get());
                    use(lease.get(), command);
                }
            }
            case AWAIT -> await(command);
            case NAP -> simulation.faults.pause(1 + command.a() % 20, () -> false);
            case RESIZE -> simulation.operator.operate(new Change.Resize(1 + command.a() % 4));
            case PAUSE -> simulation.operator.operate(new Change.Pause());
            case RESUME -> simulation.operator.operate(new Change.Resume());
            case CHANGE -> simulation.operator.operate(Plan.change(command.a(), command.b(), simulation.policy()));
            case DRAIN_WORKER -> simulation.operator.operate(new Change.DrainWorker(command.a() % 5));
            case ROLL -> simulation.operator.roll(command.a(), command.b());
            case STOP_ROLL -> simulation.operator.operate(new Change.StopRoll());
            case TELL_WORKER ->
                simulation.mail.tellWorker(
                        simulation.engine().plane().mailroom(), command.a() % 4, command.b() % 4 == 0);
            case ASK_WORKER ->
                simulation.mail.askWorker(
                        simulation, command.a() % 4, Duration.ofMillis(command.b() % 30), command.c() % 3 == 0);
            case TALK_TO_TASK -> talk(command);
            case REVIVE -> simulation.letters.use(Simulation.CODE, command.a());
            case INTERRUPT -> simulation.interruptClient(command.a());
            case SNAPSHOT -> simulation.engine().snapshot();
            case DRAIN -> simulation.operator.drain(Plan.drain(command.a() % 5));
        }
    }

    /** One task; now and then several at once. */
    private void submit(Command command) {
        var script = SimulatedTask.SCRIPTS.get(command.a() % scripts());
        int millis = 1 + command.b() % 30;
        TaskOptions options = Plan.gated(command.a() >> 10)
                .withLimits(Plan.limits(command.b()))
                .withRetry(Plan.retry(command.c()));
        if (command.c() % 8 == 7) {
            mine.addAll(simulation.submissions.submitAll(script, 1 + command.b() % 6, millis, options));
        } else {
            mine.add(simulation.submissions.submit(script, millis, options));
        }
    }

    /** The script that closes the pool from inside is seldom. */
    private int scripts() {
        int all = SimulatedTask.SCRIPTS.size();
        return simulation.faults.below(8) == 0 ? all : all - 1;
    }

    private void cancel(Command command) {
        if (!mine.isEmpty()) {
            SimulatedTask task = mine.get(command.a() % mine.size());
            TaskHandle<Object> handle = task.handle();
            if (handle != null) {
                task.cancelling();
                handle.cancel(CANCELS.get(command.b() % CANCELS.size()));
            }
        }
    }

    private void talk(Command command) throws InterruptedException {
        TaskHandle<Object> handle =
                mine.isEmpty() ? null : mine.get(command.a() % mine.size()).handle();
        if (handle != null) {
            Duration limit = Duration.ofMillis(command.c() % 30);
            switch (command.b() % 3) {
                case 0 -> simulation.mail.tellTask(handle);
                case 1 -> simulation.mail.askTask(simulation, handle, limit);
                default -> simulation.mail.nextPartial(handle, limit);
            }
        }
    }

    private void await(Command command) throws InterruptedException {
        if (!mine.isEmpty()) {
            TaskHandle<Object> handle = mine.get(command.a() % mine.size()).handle();
            if (handle != null && command.b() % 3 == 0) {
                handle.await();
            } else if (handle != null) {
                handle.await(Duration.ofMillis(command.b() % 50));
            }
        }
    }

    private void checkout(Command command) throws InterruptedException {
        Lease<Object> lease;
        Object pause = simulation.pauseWatch().pause();
        try {
            lease = simulation.engine().plane().checkout(Duration.ofMillis(command.a() % 40));
        } catch (RefusedException refused) {
            simulation.refused(refused.refusal());
            return;
        }
        notLentIn(pause, lease);
        use(lease, command);
    }

    private void notLentIn(@Nullable Object pause, Lease<Object> lease) {
        simulation.violations.check(
                pause == null || !pause.equals(simulation.pauseWatch().pause()),
                name + " got " + lease + " although the pool was paused all the time");
    }

    private void use(Lease<Object> lease, Command command) throws InterruptedException {
        if (simulation.faults.strikes(Fault.LESSEE_DIES, 0.05)) {
            dead = true;
            return;
        }
        if (simulation.faults.strikes(0.05)) {
            simulation.bequeath(name + "'s heir", () -> {
                // Often at the very time of the supervisor's look for owners that have ended.
                simulation.faults.doze(10 * simulation.faults.below(3));
                lease.handOver(Thread.currentThread());
                useAndClose(lease, command);
            });
            dead = simulation.faults.strikes(Fault.LESSEE_DIES_BEHIND_ITS_HEIR, 0.5);
            return;
        }
        useAndClose(lease, command);
    }

    private void useAndClose(Lease<Object> lease, Command command) throws InterruptedException {
        SimulatedWorker worker = worker(lease);
        try {
            if (worker != null) {
                worker.enter(name);
                try {
                    hold(command);
                } finally {
                    if (command.c() % 4 != 0) {
                        worker.soil();
                    }
                    worker.leave(name);
                }
            }
        } finally {
            switch (command.c() % 4) {
                case 0 -> {}
                case 1, 2 -> lease.markDirty();
                default -> lease.markBroken("planted: its lessee says so");
            }
            if (worker(lease) != null) {
                simulation.returning();
            }
            lease.close();
            if (command.c() % 3 == 0) {
                lease.markBroken("planted: too late");
                lease.close();
            }
        }
        if (worker(lease) != null) {
            simulation.violations.add(name + " uses " + lease + " after its end");
        }
    }

    private void hold(Command command) throws InterruptedException {
        if (simulation.faults.strikes(Fault.LESSEE_HANGS, command.b() % 8 == 0 ? 0.5 : 0)) {
            simulation.faults.hang(Faults.Leaves.NEVER);
        } else if (command.b() % 3 != 0) {
            simulation.faults.pause(command.b() % 15, () -> false);
        }
    }

    private static @Nullable SimulatedWorker worker(Lease<Object> lease) {
        try {
            return (SimulatedWorker) lease.worker();
        } catch (LeaseException past) {
            return null;
        }
    }
}
