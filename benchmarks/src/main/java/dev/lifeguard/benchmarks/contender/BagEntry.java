package dev.lifeguard.benchmarks.contender;

import com.zaxxer.hikari.util.ConcurrentBag;
import java.util.concurrent.atomic.AtomicInteger;

/** A tool in the bag of HikariCP, which keeps its own state in what it lends. */
final class BagEntry implements ConcurrentBag.IConcurrentBagEntry {
    private final Tool tool;
    private final AtomicInteger state = new AtomicInteger();

    BagEntry(Tool tool) {
        this.tool = tool;
    }

    Tool tool() {
        return tool;
    }

    @Override
    public boolean compareAndSet(int expected, int next) {
        return state.compareAndSet(expected, next);
    }

    @Override
    public void setState(int next) {
        state.set(next);
    }

    @Override
    public int getState() {
        return state.get();
    }
}
