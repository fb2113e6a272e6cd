package dev.lifeguard.deadletter;

import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A task that was set aside, with its history.
 *
 * @param number its number in its store, from 1, which it keeps; negative while only the pool's own memory has it, because
 *     its store does not take it; 0 before it has one
 * @param pool the name of the pool
 * @param task the number of the task in that pool, of its last submission
 * @param reason why it was set aside
 * @param at when, by the clock on the wall
 * @param deaths how many workers died under it since its last submission
 * @param end how it ended, in words
 * @param payload what was submitted; {@link Unreadable} when the store has it and cannot read it
 * @param options what the task chose for itself; a store outside of memory keeps no retry policy of its own
 * @param attempts its attempts, the oldest first, also those of earlier submissions; the newest 32 are kept
 */
public record DeadLetter(
        long number,
        String pool,
        long task,
        Reason reason,
        Instant at,
        int deaths,
        String end,
        Object payload,
        TaskOptions options,
        List<Attempt> attempts) {

    /** How many attempts a letter keeps. */
    public static final int ATTEMPTS = 32;

    /** Why a task was set aside. */
    public enum Reason {
        /** Too many workers died under it. */
        QUARANTINED,
        /** Its last attempt failed. */
        FAILED,
        /** It passed a limit. */
        TIMED_OUT,
        /** Its worker died under its last attempt. */
        WORKER_LOST
    }

    /**
     * An attempt that ended badly.
     *
     * @param number its number in its submission, from 1
     * @param ended when, by the clock on the wall
     * @param ran how long it ran
     * @param worker who ran it
     * @param death whether the worker died under it
     * @param error what it threw or which limit it passed, in words; at most 500 characters
     */
    public record Attempt(int number, Instant ended, Duration ran, WorkerId worker, boolean death, String error) {}

    /**
     * Stands for a payload that cannot be read.
     *
     * @param why why not
     */
    public record Unreadable(String why) {}

    /** Keeps the newest attempts. */
    public DeadLetter {
        Objects.requireNonNull(payload);
        attempts = List.copyOf(attempts.subList(Math.max(0, attempts.size() - ATTEMPTS), attempts.size()));
    }

    /** {@return the name of the task} */
    public String name() {
        return options.name().orElse("task");
    }

    /** {@return this letter as one line of JSON; see {@link DeadLetters#export}} */
    public String toJson() {
        return JsonLine.of(this);
    }

    /**
     * {@return this letter with another number}
     *
     * @param other the number that a store gives it
     */
    public DeadLetter withNumber(long other) {
        return new DeadLetter(other, pool, task, reason, at, deaths, end, payload, options, attempts);
    }

    /**
     * {@return this letter with older attempts in front of its own}
     *
     * @param older those of earlier submissions
     */
    public DeadLetter behind(List<Attempt> older) {
        var all = new java.util.ArrayList<>(older);
        all.addAll(attempts);
        return new DeadLetter(number, pool, task, reason, at, deaths, end, payload, options, all);
    }
}
