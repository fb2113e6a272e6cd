package dev.lifeguard.testkit.contract;

/**
 * A task of a contract suite: data that tells a worker how to behave, so that workers of any kind understand it.
 *
 * <p>Gates are named places where a script waits until the test opens them ({@link ScriptedWorkers#open}).
 */
public sealed interface Script {

    /**
     * Returns a value.
     *
     * @param value the result
     */
    record Say(String value) implements Script {}

    /**
     * Fails in a way that the worker survives.
     *
     * @param message the message of the failure
     */
    record Fail(String message) implements Script {}

    /**
     * Kills the worker.
     *
     * @param message the message of the failure
     */
    record Die(String message) implements Script {}

    /**
     * Waits at a gate and gives up when it is interrupted; returns the name of the gate.
     *
     * @param gate the name of the gate
     */
    record Hold(String gate) implements Script {}

    /**
     * Waits at a gate and ignores requests and interrupts alike; returns the name of the gate.
     *
     * @param gate the name of the gate
     */
    record HoldDeaf(String gate) implements Script {}

    /**
     * Waits at a gate, or until its cancel hook is called, which makes it give up without an interrupt.
     *
     * @param gate the name of the gate
     */
    record Obey(String gate) implements Script {}

    /**
     * Reports its steps, the first with the number 1, and then waits at a gate as {@link Hold} does.
     *
     * @param steps how many
     * @param gate the name of the gate
     */
    record Report(int steps, String gate) implements Script {}

    /**
     * Reports progress again and again until the gate is open; returns the name of the gate.
     *
     * @param gate the name of the gate
     */
    record KeepReporting(String gate) implements Script {}

    /**
     * Fails in each attempt before the given one, in which it returns the number of the attempt.
     *
     * @param attempt the number of the attempt that succeeds
     */
    record FailUntil(int attempt) implements Script {}

    /**
     * Kills its worker in each attempt before the given one, in which it returns the number of the attempt.
     *
     * @param attempt the number of the attempt that succeeds
     */
    record DieUntil(int attempt) implements Script {}

    /**
     * Kills its worker unless the gate is open, in which case it returns the name of the gate.
     *
     * @param gate the name of the gate
     */
    record DieUnless(String gate) implements Script {}

    /**
     * Does its steps, reporting each, from the one behind the checkpoint on; kills its worker after so many in one
     * attempt, and returns where each attempt began, such as {@code "1 3 5"}, when all are done.
     *
     * @param steps how many in all
     * @param inOneAttempt how many an attempt survives
     */
    record Climb(int steps, int inOneAttempt) implements Script {}

    /**
     * Ignores everything in its first attempt and returns the number of the attempt in later ones.
     *
     * @param gate where the first attempt waits
     */
    record HoldDeafOnce(String gate) implements Script {}

    /**
     * Reads messages to its task until the gate is open, or until it is asked to leave, and then returns how many it
     * read. It replies to a question with {@code "re: "} and the question, unless that is {@link #UNANSWERED}.
     *
     * @param gate the name of the gate
     * @param attempt the number of the attempt that reads; earlier ones fail
     */
    record Converse(String gate, int attempt) implements Script {}

    /**
     * Reads messages to its worker while it runs, until the gate is open; returns how many it read.
     *
     * @param gate the name of the gate
     */
    record ReadMail(String gate) implements Script {}

    /**
     * Hands over parts of its result, from 1 on, each with so much patience, and returns how many were taken.
     *
     * @param parts how many
     * @param patienceMillis how long to wait for a place, in milliseconds
     */
    record Deliver(int parts, int patienceMillis) implements Script {}

    /**
     * Tells the listeners of the pool values from 1 on, and returns how many were taken.
     *
     * @param values how many
     */
    record Emit(int values) implements Script {}

    /**
     * Gives signs of life until the gate is open; returns the name of the gate.
     *
     * @param gate the name of the gate
     * @param asWorker whether it uses the context of its worker for it
     */
    record KeepBeating(String gate, boolean asWorker) implements Script {}

    /** A message that scripted workers and tasks read and never reply to. */
    String UNANSWERED = "no reply, please";

    /** A message that kills the worker whose receive hook reads it. */
    String FATAL = "die";

    /**
     * Returns a value and asks that its worker be reset.
     *
     * @param value the result
     */
    record Soil(String value) implements Script {}

    /**
     * Returns a value and asks that its worker be replaced.
     *
     * @param value the result
     */
    record Break(String value) implements Script {}
}
