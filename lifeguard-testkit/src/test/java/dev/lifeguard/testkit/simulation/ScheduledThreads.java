package dev.lifeguard.testkit.simulation;

import dev.lifeguard.WorkerThreads;
import dev.lifeguard.inprocess.ThreadStarter;
import dev.lifeguard.testkit.DeterministicScheduler;

/** Threads of the schedule; now and then there is none to be had. */
final class ScheduledThreads implements ThreadStarter {
    private final DeterministicScheduler scheduler;
    private final Faults faults;
    private final double threadless;
    private boolean closed;

    ScheduledThreads(DeterministicScheduler scheduler, Faults faults, double threadless) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.threadless = threadless;
    }

    @Override
    public void start(String name, WorkerThreads kind, Runnable body) {
        if (closed) {
            throw new IllegalStateException("A thread is started after the end of the pool: " + name);
        }
        if (faults.strikes(Fault.NO_THREAD, threadless)) {
            throw new OutOfMemoryError("planted: no thread for " + name);
        }
        scheduler.start(name, body);
    }

    @Override
    public void close() {
        closed = true;
    }
}
