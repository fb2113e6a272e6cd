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
     * Ignores everything in its first attempt and returns the number of the attempt in later ones.
     *
     * @param gate where the first attempt waits
     */
    record HoldDeafOnce(String gate) implements Script {}

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
