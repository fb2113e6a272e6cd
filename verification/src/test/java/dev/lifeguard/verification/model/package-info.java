/**
 * Read in this order: {@link dev.lifeguard.verification.model.PoolModel}, what a pool is without threads and time;
 * {@link dev.lifeguard.verification.model.Command}, what can be done to it; {@link
 * dev.lifeguard.verification.model.ModelRun}, which does it to the real one and compares.
 */
package dev.lifeguard.verification.model;
