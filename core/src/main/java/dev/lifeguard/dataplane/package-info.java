/**
 * Read in this order, the way of a task: {@link dev.lifeguard.dataplane.DataPlane}; {@link
 * dev.lifeguard.dataplane.Intake}, with {@link dev.lifeguard.dataplane.Pace} and {@link
 * dev.lifeguard.dataplane.Admission}; {@link dev.lifeguard.dataplane.Gates}, where keys and caps let it wait; {@link
 * dev.lifeguard.dataplane.TaskQueue} and its {@link dev.lifeguard.dataplane.Line}; {@link
 * dev.lifeguard.dataplane.Dispatcher}; {@link dev.lifeguard.dataplane.WorkerCell}; {@link
 * dev.lifeguard.dataplane.TaskWord}, with {@link dev.lifeguard.dataplane.Shedder} before its first attempt and {@link
 * dev.lifeguard.dataplane.RetryGate} before a further one.
 *
 * <p>Everything here may be called by any thread. Only a queue with levels or lanes ({@link
 * dev.lifeguard.dataplane.PartedLine}) and tasks with a key or a cap ({@link dev.lifeguard.dataplane.GateTable}) take
 * a lock.
 */
package dev.lifeguard.dataplane;
