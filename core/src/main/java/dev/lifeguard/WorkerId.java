package dev.lifeguard;

/**
 * Who a worker is: data, good for a log, a map or another machine.
 *
 * @param pool the name of the pool
 * @param worker the number of the worker in its pool, from 0; a replacement keeps the number
 * @param incarnation how often this worker has been started, from 1; each incarnation is a new worker object
 */
public record WorkerId(String pool, int worker, int incarnation) {

    /** {@return the name of the worker, as its thread, its events and its log lines carry it} */
    @Override
    public String toString() {
        return pool + "-" + worker + "." + incarnation;
    }
}
