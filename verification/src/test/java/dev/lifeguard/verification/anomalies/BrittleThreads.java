package dev.lifeguard.verification.anomalies;

import dev.lifeguard.WorkerThreads;
import dev.lifeguard.inprocess.ThreadStarter;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.verification.anomalies.Anomaly.Occasion;

/** Threads of a schedule. Each start is an occasion to go wrong. */
final class BrittleThreads implements ThreadStarter {
    private final DeterministicScheduler scheduler;
    private final Anomaly anomaly;
    private final Verdicts verdicts;
    private boolean closed;

    BrittleThreads(DeterministicScheduler scheduler, Anomaly anomaly, Verdicts verdicts) {
        this.scheduler = scheduler;
        this.anomaly = anomaly;
        this.verdicts = verdicts;
    }

    @Override
    public void start(String name, WorkerThreads kind, Runnable body) {
        verdicts.check(!closed, "thread " + name + " is started after the end");
        boolean platform = kind == WorkerThreads.PLATFORM && anomaly.strikes(Occasion.PLATFORM_THREAD_START);
        if (platform || anomaly.strikes(Occasion.THREAD_START)) {
            throw anomaly.raise(name);
        }
        scheduler.start(name, body);
    }

    @Override
    public void close() {
        closed = true;
    }
}
