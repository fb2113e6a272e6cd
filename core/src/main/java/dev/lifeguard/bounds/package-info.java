/** Checks of what a user gives: {@link dev.lifeguard.bounds.Durations} and {@link dev.lifeguard.bounds.Sizes}. */
package dev.lifeguard.bounds;
