/**
 * Read in this order: {@link dev.lifeguard.timing.TimeSource}, {@link dev.lifeguard.timing.CoarseClock}, {@link
 * dev.lifeguard.timing.Timers}, {@link dev.lifeguard.timing.Interleave}. Time comes into the pool only here.
 */
package dev.lifeguard.timing;
