/**
 * Read in this order: {@link dev.lifeguard.bounds.Durations}, {@link dev.lifeguard.bounds.Sizes}: the checks of what a user
 * gives.
 */
package dev.lifeguard.bounds;
