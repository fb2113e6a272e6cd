package dev.lifeguard.dataplane;

/**
 * What a task brought, without what the pool wrapped around it.
 *
 * @param payload what was submitted
 * @param letter the number of the dead letter that it is a retry of, or 0
 * @param kept whether it can become a dead letter
 */
public record Parcel(Object payload, long letter, boolean kept) {}
