package dev.lifeguard.distributed.client;

import dev.lifeguard.distributed.DistributedSnapshot;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens at a client. Each is written by any thread and read by snapshots; nothing is decided by them. */
final class Tally {

    final LongAdder submitted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder finished = new LongAdder();
    final LongAdder retried = new LongAdder();
    final LongAdder duplicateResults = new LongAdder();
    final LongAdder duplicateRuns = new LongAdder();
    final LongAdder orphans = new LongAdder();
    final LongAdder resent = new LongAdder();
    final LongAdder eventsDropped = new LongAdder();

    DistributedSnapshot.Counts counts() {
        return new DistributedSnapshot.Counts(
                submitted.sum(),
                refused.sum(),
                finished.sum(),
                retried.sum(),
                duplicateResults.sum(),
                duplicateRuns.sum(),
                orphans.sum(),
                resent.sum(),
                eventsDropped.sum());
    }
}
