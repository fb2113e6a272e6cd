package dev.lifeguard.cli.run;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What the threads of a run share: the reader of tasks, the pool's notifier, the teller of results, the handlers of
 * signals, and the ticks of the progress line.
 *
 * @param flow how much is on its way, and whether more may come
 * @param inFlight what the pool has
 * @param events what the teller has to look at; bounded by the flow, because each task on its way adds one
 * @param ledger what has been counted
 */
record RunState(Flow flow, InFlight inFlight, BlockingQueue<Event> events, Ledger ledger) {
    static RunState of(int ahead, int window) {
        return new RunState(new Flow(ahead, window), new InFlight(), new LinkedBlockingQueue<>(), new Ledger());
    }
}
