package dev.lifeguard.verification.anomalies;

import dev.lifeguard.Drain;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.verification.anomalies.Anomaly.Occasion;
import java.util.HashSet;
import java.util.Set;

/** What must be true at the end of a life, whatever went wrong in it. */
final class Judge {
    private final Life life;
    private final Verdicts verdicts;

    Judge(Life life) {
        this.life = life;
        this.verdicts = life.verdicts;
    }

    void judge() {
        life.jobs.forEach(job -> job.judge(verdicts));
        life.revived.forEach(handle -> Job.tell(handle.outcome().orElse(null), verdicts));
        for (ToyWorker worker : life.code.made()) {
            verdicts.check(worker.stopped(), worker.id + " was never stopped");
        }
        nothingIsLeft();
        reportAddsUp();
        somebodyWasTold();
    }

    private void nothingIsLeft() {
        PoolSnapshot end = life.engine().snapshot();
        verdicts.check(end.workers().isEmpty(), "workers are left: " + end.workers());
        verdicts.check(end.unfinished() == 0, end.unfinished() + " permits are left");
        verdicts.check(end.queued() == 0, end.queued() + " are left in the queue");
        verdicts.check(life.freeStarts() == 1, "a permit to start is gone");
        verdicts.check(
                life.engine().supervisor().illegalSignals() == 0,
                life.engine().supervisor().illegalSignals() + " signals met an illegal cell");
    }

    private void reportAddsUp() {
        long submitted = life.handles().size();
        // Whoever finds no memory has no handle, and perhaps a task: it has its end, too.
        long most = submitted + life.withoutHandle();
        long counted = life.engine().counts().finished();
        verdicts.check(
                counted >= submitted && counted <= most, counted + " ends are counted of " + submitted + " tasks");
        Drain.Report report = life.engine().report();
        if (report == null) {
            verdicts.check(false, "there is no report of the end");
            return;
        }
        Set<Long> told = new HashSet<>();
        for (Drain.Fate fate : report.tasks()) {
            verdicts.check(told.add(fate.id()), "two fates of task " + fate.id());
            Outcome<?> outcome = fate.handle().outcome().orElse(null);
            verdicts.check(fate.outcome().equals(outcome), fate + " ended as " + outcome);
        }
        verdicts.check(
                told.equals(life.unfinished) || (life.withoutHandle() > 0 && told.containsAll(life.unfinished)),
                "fates of " + told + ", but unfinished were " + life.unfinished);
    }

    /** Of a failure that goes on, the first is told at least; some are told once and for all. */
    private void somebodyWasTold() {
        if (life.anomaly.thrown().isEmpty()) {
            return;
        }
        Throwable first = life.anomaly.thrown().getFirst();
        boolean triedAgain = life.anomaly.occasion != Occasion.CALLBACK
                && String.valueOf(first.getMessage()).matches(".*-(notifier|letters)");
        verdicts.check(triedAgain || verdicts.isTold(first), "nobody was told of: " + first);
    }
}
