/**
 * Read in this order: {@link dev.lifeguard.TaskPool} and {@link dev.lifeguard.WorkerPool}, the two doors; {@link
 * dev.lifeguard.Worker} and {@link dev.lifeguard.WorkerDefinition}, what they keep; {@link dev.lifeguard.TaskHandle},
 * {@link dev.lifeguard.Outcome} and {@link dev.lifeguard.Lease}, what they hand out; {@link
 * dev.lifeguard.PoolBuilder}, how they are configured, with the policies of {@link dev.lifeguard.policy}; {@link
 * dev.lifeguard.Change}, how that is changed later; {@link dev.lifeguard.PoolSnapshot} and {@link
 * dev.lifeguard.Doctor}, how they are.
 */
package dev.lifeguard;
