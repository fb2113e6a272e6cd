package dev.lifeguard.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import stormpot.Allocator;
import stormpot.Pool;
import stormpot.Poolable;
import stormpot.Slot;
import stormpot.Timeout;

/** Tools in Stormpot, which makes them on a thread of its own. */
final class StormpotTools {
    static final Timeout LIMIT = new Timeout(30, TimeUnit.SECONDS);

    private StormpotTools() {}

    /** A tool that knows its slot. */
    static final class Entry implements Poolable {
        private final Tool tool;
        private final Slot slot;

        Entry(Tool tool, Slot slot) {
            this.tool = tool;
            this.slot = slot;
        }

        Tool tool() {
            return tool;
        }

        @Override
        public void release() {
            slot.release(this);
        }
    }

    /** {@return a pool that is full: all tools were taken at the same time, and given back} */
    static Pool<Entry> pool(int size, Supplier<Tool> tools) throws InterruptedException {
        Pool<Entry> pool = Pool.from(new ToolAllocator(tools)).setSize(size).build();
        List<Entry> all = new ArrayList<>();
        for (int taken = 0; taken < size; taken++) {
            all.add(Objects.requireNonNull(pool.claim(LIMIT)));
        }
        all.forEach(Entry::release);
        return pool;
    }

    static void end(Pool<Entry> pool) {
        try {
            if (!pool.shutdown().await(LIMIT)) {
                throw new IllegalStateException("Stormpot has not ended in time; a tool was not given back.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record ToolAllocator(Supplier<Tool> tools) implements Allocator<Entry> {
        @Override
        public Entry allocate(Slot slot) {
            return new Entry(tools.get(), slot);
        }

        @Override
        public void deallocate(Entry entry) {
            // Nothing is held outside the object.
        }
    }
}
