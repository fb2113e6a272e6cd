package dev.lifeguard.tree;

import dev.lifeguard.supervision.SupervisionException;
import dev.lifeguard.supervision.Supervisor;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Where the control thread shows how the tree is, and where callers read it and wait. It writes whole values into
 * volatile fields, and opens latches after that; any thread reads.
 */
final class Board {

    final CountDownLatch started = new CountDownLatch(1);
    final CountDownLatch ended = new CountDownLatch(1);
    private volatile NodeView view;
    private volatile @Nullable SupervisionException failure;
    private volatile Supervisor.@Nullable Report report;

    Board(NodeView view) {
        this.view = view;
    }

    void show(NodeView now) {
        view = now;
    }

    /** The tree has ended. */
    void end(Supervisor.Report how, @Nullable SupervisionException why) {
        // Order: why and how before the latches; who is let through sees both.
        failure = why;
        report = how;
        ended.countDown();
        started.countDown();
    }

    NodeView view() {
        return view;
    }

    @Nullable
    SupervisionException failure() {
        return failure;
    }

    Supervisor.@Nullable Report report() {
        return report;
    }
}
