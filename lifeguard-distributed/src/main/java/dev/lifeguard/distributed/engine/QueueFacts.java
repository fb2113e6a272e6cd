package dev.lifeguard.distributed.engine;

/**
 * How full a place is; a moment's view, good for scaling and for people.
 *
 * @param waiting how many parcels nobody has, delayed ones included
 * @param taken how many are with a taker
 * @param takers how many takers there are
 */
public record QueueFacts(long waiting, long taken, long takers) {}
