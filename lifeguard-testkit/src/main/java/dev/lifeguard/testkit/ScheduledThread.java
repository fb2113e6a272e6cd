package dev.lifeguard.testkit;

import org.jspecify.annotations.Nullable;

/** One virtual thread of a {@link DeterministicScheduler}, and its continuation while it waits for its turn. */
final class ScheduledThread {
    private static final int FRAMES = 24;

    private final String name;
    private long priority;
    private @Nullable Thread thread;
    private @Nullable Runnable continuation;

    ScheduledThread(String name, long priority) {
        this.name = name;
        this.priority = priority;
    }

    String name() {
        return name;
    }

    long priority() {
        return priority;
    }

    void lower(long to) {
        priority = to;
    }

    void bind(Thread made) {
        thread = made;
    }

    Thread thread() {
        Thread made = thread;
        if (made == null) {
            throw new IllegalStateException("Thread " + name + " has not been made yet.");
        }
        return made;
    }

    void ready(Runnable next) {
        continuation = next;
    }

    boolean isReady() {
        return continuation != null;
    }

    /** Runs the thread on the calling one until it parks, yields or ends. */
    void resume() {
        Runnable next = continuation;
        if (next == null) {
            throw new IllegalStateException("Thread " + name + " is not runnable.");
        }
        continuation = null;
        next.run();
    }

    boolean isAlive() {
        Thread.State state = thread().getState();
        return state != Thread.State.NEW && state != Thread.State.TERMINATED;
    }

    /** {@return its state and its stack, for the report of a failure} */
    String dump() {
        StringBuilder text = new StringBuilder(256);
        text.append("  thread ").append(name).append(' ').append(thread().getState());
        StackTraceElement[] stack = thread().getStackTrace();
        for (int index = 0; index < Math.min(FRAMES, stack.length); index++) {
            text.append("\n      at ").append(stack[index]);
        }
        return text.append('\n').toString();
    }
}
