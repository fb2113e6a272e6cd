package dev.lifeguard.control;

import dev.lifeguard.Change;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolState;
import dev.lifeguard.QueueSnapshot;
import dev.lifeguard.Rehearsal;
import dev.lifeguard.RenewalSnapshot;
import dev.lifeguard.WorkerState;
import dev.lifeguard.lifecycle.PoolLifecycle;
import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.policy.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a change would do to a pool as it is seen now, in sentences. Pure calculation over a snapshot. */
final class Forecast {

    private final Settings now;
    private final PoolSnapshot seen;
    private final List<String> sentences = new ArrayList<>();

    private Forecast(Settings now, PoolSnapshot seen) {
        this.now = now;
        this.seen = seen;
    }

    static Rehearsal of(Change change, Settings now, PoolSnapshot seen) {
        var forecast = new Forecast(now, seen);
        boolean acts = switch (change) {
            case Change.Pause pause -> forecast.pause();
            case Change.Resume resume -> forecast.resume();
            case Change.DrainWorker(int worker) -> forecast.drainWorker(worker);
            case Change.Roll(Rollout plan) -> forecast.roll(plan);
            case Change.StopRoll stop -> forecast.stopRoll();
            case Change.Setting setting -> forecast.amend(setting);
        };
        return new Rehearsal(change, acts, forecast.sentences);
    }

    private boolean no(String why) {
        sentences.add("Nothing would change: " + why + ".");
        return false;
    }

    private boolean pool(PoolLifecycle.Signal signal) {
        var row = PoolLifecycle.TABLE.at(seen.state(), signal);
        return row.kind() == TransitionTable.Kind.MOVE || no(row.reason());
    }

    private boolean pause() {
        if (!pool(PoolLifecycle.Signal.PAUSE)) {
            return false;
        }
        sentences.add("Nothing would begin and nothing would be lent until the pool is resumed.");
        long busy = seen.workers(WorkerState.RUNNING) + seen.workers(WorkerState.CANCELLING);
        sentences.add(busy + " running tasks and " + seen.workers(WorkerState.LEASED) + " leases would go on.");
        sentences.add(seen.queue().size() + " that wait would wait on, at most as long as their own limits allow; "
                + places(seen.queue().capacity()) + ".");
        return true;
    }

    private boolean resume() {
        if (!pool(PoolLifecycle.Signal.RESUME)) {
            return false;
        }
        sentences.add(seen.queue().size() + " that wait would begin in their order, " + seen.workers(WorkerState.IDLE)
                + " of them at once at the most.");
        return true;
    }

    private boolean drainWorker(int number) {
        if (isClosing()) {
            return no("it is closing, so no worker is replaced");
        }
        Optional<PoolSnapshot.Worker> found = seen.workers().stream()
                .filter(worker -> worker.worker() == number)
                .findFirst();
        if (found.isEmpty()) {
            return no("there is no worker " + number);
        }
        PoolSnapshot.Worker worker = found.get();
        return switch (worker.state()) {
            case IDLE -> would("Worker " + number + " is free, so it would stop at once");
            case RUNNING, CANCELLING -> would("Worker " + number + " runs a task, which it would finish first");
            case LEASED -> would("Worker " + number + " is lent out, and would stop when it is returned");
            case RECEIVING -> would("Worker " + number + " reads a message, which it would finish first");
            case RESETTING -> would("Worker " + number + " is being reset, and would stop afterwards");
            case CHECKING -> would("Worker " + number + " is asked whether it is healthy, and would stop afterwards");
            case STARTING, LEAVING, CONDEMNED, STOPPING, BACKOFF, FAILED, STOPPED ->
                no("worker " + number + " is " + worker.state() + ", because " + worker.reason());
        };
    }

    private boolean roll(Rollout plan) {
        if (isClosing()) {
            return no("it is closing, so no worker is replaced");
        }
        try {
            now.fit(plan);
        } catch (IllegalArgumentException never) {
            sentences.add("It would be refused: " + never.getMessage());
            return false;
        }
        rollUnderWay()
                .ifPresent(roll -> sentences.add("The roll of generation " + roll.generation() + ", with " + roll.good()
                        + " of " + roll.all() + " workers replaced, would be stopped."));
        sentences.add(seen.workers().stream()
                        .filter(worker -> worker.life().follows().isEmpty())
                        .count()
                + " workers would be replaced, " + plan + "; a new one serves before an old one leaves.");
        if (seen.state() != PoolState.RUNNING) {
            sentences.add("It would be held up as long as the pool is " + seen.state() + ".");
        }
        return true;
    }

    private Optional<RenewalSnapshot.Roll> rollUnderWay() {
        return seen.renewal().roll().filter(roll -> switch (roll.stage()) {
            case UNDER_WAY, HELD -> true;
            case DONE, STOPPED -> false;
        });
    }

    private boolean stopRoll() {
        Optional<RenewalSnapshot.Roll> roll = rollUnderWay();
        if (roll.isEmpty()) {
            return no("no roll is under way");
        }
        sentences.add("Of " + roll.get().all() + " workers, "
                + (roll.get().good() + roll.get().proving())
                + " are of generation " + roll.get().generation()
                + " or about to be; those that serve would go on, and what starts later would be of the old one.");
        return true;
    }

    private void recycle(Recycling policy) {
        Recycling.Term most = policy.term(0, 0);
        long over = seen.workers().stream()
                .filter(worker ->
                        most.over(worker.life().uses(), worker.life().age().toNanos()) != null)
                .count();
        sentences.add(
                over + " workers are past its limits now, and would be replaced, " + policy.atATime() + " at a time.");
    }

    private boolean would(String what) {
        sentences.add(what + "; a fresh incarnation would take its number.");
        return true;
    }

    private boolean amend(Change.Setting setting) {
        if (isClosing()) {
            return no("it is closing");
        }
        Amendment amendment;
        try {
            amendment = Amendment.of(now, setting);
        } catch (IllegalArgumentException never) {
            sentences.add("It would be refused: " + never.getMessage());
            return false;
        }
        if (amendment.isNothing()) {
            return no(amendment.words());
        }
        sentences.add("It would set " + amendment.words() + ".");
        Settings after = amendment.after();
        crew(after.size() - now.size());
        if (after.rules().capacity() != now.rules().capacity()) {
            sentences.add("The bound of unfinished tasks would be "
                    + after.rules().capacity() + " instead of " + now.rules().capacity() + "; "
                    + places(after.rules().capacity()) + ".");
        }
        switch (setting) {
            case Change.TaskLimits limits -> keep("limits");
            case Change.TaskRetry retry -> keep("retry");
            case Change.Graces graces -> sentences.add("Code that was asked to leave already keeps its graces.");
            case Change.Hooks hooks -> sentences.add("Hooks that run now would have the new limits.");
            case Change.Zombies zombies ->
                sentences.add(seen.health().zombies() + " abandoned workers have not come back, and "
                        + seen.workers(WorkerState.FAILED) + " slots are closed because of them.");
            case Change.Restarts restarts ->
                sentences.add(seen.workers(WorkerState.BACKOFF) + " workers wait for their restart, none longer than "
                        + after.restart().longest() + " from now.");
            case Change.Resize resize -> {}
            case Change.Queue queue -> {}
            case Change.Burst burst -> {}
            case Change.Order order -> {}
            case Change.LeaseHeld held ->
                sentences.add(
                        seen.workers(WorkerState.LEASED) + " leases are out, which the new limit holds for, too.");
            case Change.Closing closing -> {}
            case Change.Lines lines ->
                sentences.add(seen.queue().size() + " that wait would be put into the new order, the oldest first.");
            case Change.Concurrency caps -> caps(caps);
            case Change.Overload shedding ->
                sentences.add(
                        seen.queue().size() + " that wait would be judged by it, from the next one that a worker takes;"
                                + " an overload would be found anew.");
            case Change.Rate rate ->
                sentences.add("What was let in stays; submitters that wait for their turn would ask anew.");
            case Change.StartAtOnce starts ->
                sentences.add(seen.workers(WorkerState.STARTING) + " workers start now, and would go on.");
            case Change.Scale(Scaling scaling) -> scale(scaling, after.size());
            case Change.Recycle(Recycling policy) -> recycle(policy);
            case Change.RetryShare share -> retryBudget(share.policy(), after);
            case Change.Poison poison -> quarantine(poison.policy(), after);
            case Change.Policy policy -> {}
        }
        return true;
    }

    private void caps(Change.Concurrency change) {
        for (QueueSnapshot.Cap cap : seen.gates().caps()) {
            int most = cap.sort().equals("kind")
                    ? change.policy().ofKind(cap.name())
                    : change.policy().ofLane(cap.name());
            if (cap.waiting() > 0 && most > cap.underWay()) {
                sentences.add(Math.min(cap.waiting(), most - cap.underWay()) + " of " + cap.waiting()
                        + " tasks that wait at the cap of " + cap.sort() + " \"" + cap.name()
                        + "\" would go on to the queue.");
            } else if (cap.underWay() > most) {
                sentences.add("No task of " + cap.sort() + " \"" + cap.name() + "\" would follow until "
                        + (cap.underWay() - most + 1) + " of " + cap.underWay() + " under way have ended.");
            }
        }
        sentences.add("What is under way stays; a kind or a lane that had no cap counts what enters from then on.");
    }

    private void scale(Scaling scaling, int size) {
        sentences.add(
                scaling.most(size) == size
                        ? "The size would stay " + size + "."
                        : "The size would follow the load, from " + size + " workers on: never fewer than "
                                + scaling.nearest(1) + ", never more than " + scaling.most(size) + ".");
    }

    private void retryBudget(RetryBudget budget, Settings after) {
        if (budget.isNone()) {
            sentences.add("Retries would be bounded by the attempts of each task alone.");
            return;
        }
        sentences.add("The budget would begin with " + budget.saved() + " retries, however many the old one had left.");
        if (after.rules().retry().attempts() == 1) {
            sentences.add("The pool's own retry allows 1 attempt, so only tasks that bring another would feel it.");
        }
    }

    private void quarantine(Quarantine quarantine, Settings after) {
        sentences.add("It would hold from the next death of a worker on; "
                + seen.deadLetters().size() + " dead letters that are kept would stay.");
        if (quarantine.deaths() > after.rules().retry().attempts()) {
            sentences.add("The pool's own retry allows "
                    + after.rules().retry().attempts() + " attempts, so only tasks that bring more can reach "
                    + quarantine.deaths() + " deaths.");
        }
    }

    private void crew(int more) {
        if (more > 0) {
            sentences.add(more + " workers would start.");
        } else if (more < 0) {
            long idle = Math.min(-more, seen.workers(WorkerState.IDLE));
            sentences.add(idle + " free workers would stop at once, and " + (-more - idle)
                    + " others after their use, or instead of being replaced.");
        }
    }

    private void keep(String what) {
        sentences.add(seen.queue().unfinished() + " unfinished tasks would keep the " + what + " that they came with.");
    }

    private String places(int capacity) {
        int free = capacity - seen.queue().unfinished();
        return free > 0
                ? free + " more can be submitted before the queue is full"
                : "the queue would be full, so newcomers are served as "
                        + now.rules().whenFull() + " says, until " + (1 - free) + " of "
                        + seen.queue().unfinished()
                        + " unfinished have ended";
    }

    private boolean isClosing() {
        PoolState state = seen.state();
        return state == PoolState.DRAINING || state == PoolState.STOPPING || state == PoolState.STOPPED;
    }
}
