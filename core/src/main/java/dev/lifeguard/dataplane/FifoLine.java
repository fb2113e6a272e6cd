package dev.lifeguard.dataplane;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** First in, first out: the queue of the JDK. Once there are keys, a worker prefers those that it knows ({@link Affinity}). */
final class FifoLine implements Line {

    private final ConcurrentLinkedQueue<Waiting> entries = new ConcurrentLinkedQueue<>();
    private final Affinity affinity;

    FifoLine(Affinity affinity) {
        this.affinity = affinity;
    }

    @Override
    public void offer(Waiting entry) {
        entries.offer(entry);
    }

    @Override
    public @Nullable Waiting poll(WorkerCell by) {
        return affinity.isUsed() ? affinity.poll(entries, by) : entries.poll();
    }

    @Override
    public @Nullable Waiting take() {
        return entries.poll();
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public @Nullable Waiting firstWaiting() {
        for (Waiting head = entries.peek(); head != null; head = entries.peek()) {
            if (head.stillWaits()) {
                return head;
            }
            // Not poll: it could remove a live entry that meanwhile stands at the head.
            entries.remove(head);
        }
        return null;
    }

    @Override
    public void sweep() {
        entries.removeIf(entry -> !entry.stillWaits());
    }

    @Override
    public Iterable<Waiting> entries() {
        return entries;
    }

    @Override
    public List<Part> parts() {
        return List.of(new Part("", entries, 0));
    }
}
