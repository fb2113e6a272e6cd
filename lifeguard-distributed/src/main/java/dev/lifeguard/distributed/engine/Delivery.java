package dev.lifeguard.distributed.engine;

/**
 * A parcel that was handed to a taker, which alone has it until it settles it, gives it back, or loses it.
 *
 * @param parcel what was handed over
 * @param deliveries how often it was handed out, this time included, from 1; it may count a time in which nothing came of
 *     it, such as a restart of the engine, and never misses one in which the taker died
 */
public record Delivery(Parcel parcel, int deliveries) {}
