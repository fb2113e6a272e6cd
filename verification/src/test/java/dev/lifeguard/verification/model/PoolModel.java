package dev.lifeguard.verification.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pool without threads and time: who runs, who waits, who has which outcome. Users are tasks (numbers from 1) and
 * leases (negative numbers); each has a worker, whose number is learnt from the real pool when the use begins.
 */
final class PoolModel {

    enum End {
        SUCCESS,
        LOST,
        CANCELLED,
        REFUSED
    }

    private final int queue;
    private int size;

    /** Every user of a worker; {@code true} when the worker leaves afterwards. */
    private final Map<Integer, Boolean> busy = new TreeMap<>();

    private final Map<Integer, Integer> workerOf = new TreeMap<>();
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final Map<Integer, End> ended = new TreeMap<>();

    PoolModel(int size, int queue) {
        this.size = size;
        this.queue = queue;
    }

    long free() {
        return size - busy.values().stream().filter(leaves -> !leaves).count();
    }

    List<Integer> running() {
        return busy.keySet().stream().filter(user -> user > 0).toList();
    }

    List<Integer> leases() {
        return busy.keySet().stream().filter(user -> user < 0).toList();
    }

    List<Integer> waiting() {
        return List.copyOf(waiting);
    }

    Map<Integer, End> ended() {
        return ended;
    }

    /** A use has begun on this worker. {@return whether nobody else has it} */
    boolean learn(int user, int worker) {
        boolean alone =
                workerOf.entrySet().stream().noneMatch(other -> other.getValue() == worker && other.getKey() != user);
        workerOf.put(user, worker);
        return alone;
    }

    void submit(int task) {
        if (running().size() + waiting.size() >= queue + size) {
            ended.put(task, End.REFUSED);
        } else {
            waiting.add(task);
            fill();
        }
    }

    boolean checkout(int lease) {
        if (free() == 0) {
            return false;
        }
        busy.put(lease, false);
        return true;
    }

    void release(int task) {
        end(task, End.SUCCESS);
    }

    void crash(int task) {
        end(task, End.LOST);
    }

    void cancel(int task) {
        if (waiting.remove(task)) {
            ended.put(task, End.CANCELLED);
        } else {
            end(task, End.CANCELLED);
        }
    }

    private void end(int task, End how) {
        ended.put(task, how);
        giveBack(task);
    }

    void giveBack(int user) {
        busy.remove(user);
        workerOf.remove(user);
        fill();
    }

    /** Idle workers leave first, then those with the highest numbers. */
    void resize(int wanted) {
        int staying = size;
        int idle = (int) free();
        size = wanted;
        var candidates = new ArrayList<>(
                busy.keySet().stream().filter(user -> !busy.get(user)).toList());
        candidates.sort(Comparator.comparing(workerOf::get).reversed());
        for (int extra = staying - wanted - idle; extra > 0; extra--) {
            busy.put(candidates.removeFirst(), true);
        }
        fill();
    }

    void handBack() {
        waiting.forEach(task -> ended.put(task, End.REFUSED));
        waiting.clear();
    }

    private void fill() {
        while (!waiting.isEmpty() && free() > 0) {
            busy.put(waiting.removeFirst(), false);
        }
    }
}
