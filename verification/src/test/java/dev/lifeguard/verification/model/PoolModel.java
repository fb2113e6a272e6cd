package dev.lifeguard.verification.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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

    private int queue;
    private int size;
    private boolean paused;

    /** Every user of a worker; {@code true} when the worker leaves afterwards. */
    private final Map<Integer, Boolean> busy = new TreeMap<>();

    /** The users whose worker is replaced afterwards. */
    private final Set<Integer> renewing = new TreeSet<>();

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
        if (paused || free() == 0) {
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
        renewing.remove(user);
        workerOf.remove(user);
        fill();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        fill();
    }

    void queue(int capacity) {
        queue = capacity;
    }

    /** A free worker is replaced at once, which nobody sees from here. */
    void drainWorker(int worker) {
        busy.forEach((user, leaves) -> {
            if (!leaves && workerOf.get(user) == worker) {
                renewing.add(user);
            }
        });
    }

    /** Workers that are replaced afterwards leave first, then the idle ones, then those with the highest numbers. */
    void resize(int wanted) {
        int staying = size;
        int idle = (int) free();
        size = wanted;
        var replaced = new ArrayList<>(renewing);
        replaced.sort(Comparator.comparing(workerOf::get).reversed());
        for (int extra = staying - wanted; extra > 0 && !replaced.isEmpty(); extra--) {
            int user = replaced.removeFirst();
            busy.put(user, true);
            renewing.remove(user);
            staying--;
        }
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
        while (!paused && !waiting.isEmpty() && free() > 0) {
            busy.put(waiting.removeFirst(), false);
        }
    }
}
