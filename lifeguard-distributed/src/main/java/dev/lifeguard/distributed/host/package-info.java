/**
 * Read in this order: {@link dev.lifeguard.distributed.host.Host} (how a host is put together), {@code Slot} and {@code
 * AloneSlot} (who takes tasks), {@code Attempt} (one delivery, from its take to its settlement), {@code SlotGate} (who may
 * take), {@code Orders} (what clients say), {@link dev.lifeguard.distributed.host.LocalWorkers} (the pool behind it). A
 * thread for each slot, one for suspects, one for heartbeats.
 */
package dev.lifeguard.distributed.host;
