package dev.lifeguard.testkit.contract;

import dev.lifeguard.PoolBuilder;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerId;
import java.util.List;

/**
 * What a kind of worker brings to the contract suites: pools whose workers understand a {@link Script}, and a view of
 * what happened to them. Any thread may call any method.
 */
public interface ScriptedWorkers {

    /** What may misbehave. */
    enum Hook {
        /** Making the worker. */
        START,
        /** The question whether it can go on. */
        HEALTHY,
        /** Cleaning it. */
        RESET,
        /** Reading a message between two uses. */
        RECEIVE,
        /** Releasing it. */
        STOP
    }

    /** How it misbehaves. */
    enum Fault {
        /** It throws; the question for health is answered with no. */
        FAIL,
        /** It waits at the gate that is named as the hook is, and ignores interrupts. */
        HANG
    }

    /**
     * A worker that was used, and what for.
     *
     * @param worker who
     * @param script what for
     */
    record Use(WorkerId worker, Script script) {}

    /**
     * A worker that was stopped.
     *
     * @param worker who
     * @param reason why
     */
    record Stop(WorkerId worker, StopReason reason) {}

    /**
     * A message that was read.
     *
     * @param worker who read it
     * @param body what it said
     */
    record Heard(WorkerId worker, Object body) {}

    /** {@return a builder of a pool of these workers, with no further choices made} */
    PoolBuilder<Worker<Script, String>, TaskPool<Script, String>> pool();

    /** {@return another definition of these workers, as a roll brings it; plans and views are the same} */
    WorkerDefinition<Worker<Script, String>> definition();

    /**
     * Plans faults: the next calls of the hook misbehave, whichever worker they are for.
     *
     * @param hook which hook
     * @param fault how
     * @param times how many calls
     */
    void plan(Hook hook, Fault fault, int times);

    /**
     * Opens a gate for good.
     *
     * @param gate its name
     */
    void open(String gate);

    /** Opens every gate, also those that nobody has reached yet. */
    void openAll();

    /**
     * {@return how many attempts or hooks have reached a gate}
     *
     * @param gate its name
     */
    int arrived(String gate);

    /** {@return every attempt that was begun, in order} */
    List<Use> uses();

    /** {@return every message that was read by a hook or by a script, in order} */
    List<Heard> heard();

    /** {@return every stop hook that was called, in order} */
    List<Stop> stops();

    /**
     * {@return how often a hook was called}
     *
     * @param hook which
     */
    int calls(Hook hook);

    /** {@return what must not happen and did: two users at once, a use after the stop, a second stop; in words} */
    List<String> misuses();
}
