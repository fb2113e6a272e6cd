package dev.lifeguard.verification.model;

import dev.lifeguard.TaskContext;
import dev.lifeguard.Work;
import java.util.concurrent.CountDownLatch;

/** A task that says where it runs and then waits to be told how to end. */
final class Job implements Work<Object, String> {

    private final CountDownLatch told = new CountDownLatch(1);
    private volatile int worker = -1;
    private volatile boolean dies;

    @Override
    public String run(Object object, TaskContext context) throws InterruptedException {
        worker = context.worker().id().worker();
        told.await();
        if (dies) {
            throw new AssertionError("told to die");
        }
        return "done";
    }

    /** {@return the number of the worker, or -1 when it has not begun} */
    int worker() {
        return worker;
    }

    void end(boolean dying) {
        dies = dying;
        told.countDown();
    }
}
