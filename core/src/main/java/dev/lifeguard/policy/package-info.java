/**
 * Read in this order: {@link dev.lifeguard.policy.Policies}, the list of them, then whichever matters. Each is a pure
 * piece that can be read in one file: what to serve next, what to refuse, what to try again, what to set aside, how
 * many workers to keep and how long each. Nothing here has a thread, a clock or a lock; the planes bring the time,
 * ask, and act.
 */
package dev.lifeguard.policy;
