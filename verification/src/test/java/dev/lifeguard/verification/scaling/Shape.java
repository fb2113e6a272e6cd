package dev.lifeguard.verification.scaling;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A load: how many tasks come in a second, as a function of the time in seconds.
 *
 * @param name one word
 * @param seconds how long it lasts
 * @param rate tasks a second
 * @param turns how often the size may change its direction under it, at the most
 */
record Shape(String name, int seconds, DoubleUnaryOperator rate, int turns) {

    /** Low, high, low again: the size goes up, perhaps a little too far, down to the need, and down again. */
    static final Shape STEPS = new Shape("steps", 90, second -> second < 10 ? 5 : second < 50 ? 40 : 10, 1);

    /** Up in half a minute and down again: up all the way, down all the way. */
    static final Shape RAMP = new Shape("ramp", 90, second -> 5 + 55 * Math.max(0, 1 - Math.abs(second - 40) / 30), 1);

    /** A second of twenty times the load, three times: up and down for each. */
    static final Shape SPIKES = new Shape("spikes", 90, second -> second >= 10 && second % 25 < 1 ? 100 : 5, 5);

    /** Two days and nights of 40 s: up and down for each. */
    static final Shape SINE = new Shape("sine", 90, second -> 32 - 28 * Math.cos(2 * Math.PI * second / 40), 4);

    static final List<Shape> ALL = List.of(STEPS, RAMP, SPIKES, SINE);

    @Override
    public String toString() {
        return name;
    }
}
