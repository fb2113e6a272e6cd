/**
 * Read in this order: {@link dev.lifeguard.distributed.DistributedPool} (a client: submits tasks, gets outcomes), {@link
 * dev.lifeguard.distributed.WorkerHost} (a host: has workers, runs tasks), {@link dev.lifeguard.distributed.Codec} (tasks
 * and results as bytes), {@link dev.lifeguard.distributed.DistributedSnapshot} and {@link
 * dev.lifeguard.distributed.DistributedEvent} (what one sees). Delivery is at least once: docs/distributed.md says what
 * that means at every point where something can break.
 */
package dev.lifeguard.distributed;
