/**
 * Read in this order, the way of a task: {@link dev.lifeguard.dataplane.DataPlane}, {@link
 * dev.lifeguard.dataplane.Admission}, {@link dev.lifeguard.dataplane.TaskQueue}, {@link
 * dev.lifeguard.dataplane.Dispatcher}, {@link dev.lifeguard.dataplane.WorkerCell}, {@link
 * dev.lifeguard.dataplane.TaskWord}. Everything here may be called by any thread and takes no lock.
 */
package dev.lifeguard.dataplane;
