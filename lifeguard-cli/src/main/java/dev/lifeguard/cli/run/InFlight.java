package dev.lifeguard.cli.run;

import dev.lifeguard.Cancel;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.process.ExecResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The tasks that the pool has, so that all of them can be cancelled, and none slips through that comes later. */
final class InFlight {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, TaskHandle<ExecResult>> handles = new HashMap<>();
    private boolean cancelling;

    void add(long sequence, TaskHandle<ExecResult> handle) {
        boolean late;
        lock.lock();
        try {
            handles.put(sequence, handle);
            late = cancelling;
        } finally {
            lock.unlock();
        }
        if (late) {
            handle.cancel(Cancel.ASK);
        }
    }

    void remove(long sequence) {
        lock.lock();
        try {
            handles.remove(sequence);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Cancels every task, now and from now on. To ask is enough: the cancel hook kills the command for real.
     *
     * @return false when that was done before
     */
    boolean cancelAll() {
        List<TaskHandle<ExecResult>> all;
        lock.lock();
        try {
            if (cancelling) {
                return false;
            }
            cancelling = true;
            all = List.copyOf(handles.values());
        } finally {
            lock.unlock();
        }
        all.forEach(handle -> handle.cancel(Cancel.ASK));
        return true;
    }
}
