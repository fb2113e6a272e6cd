/**
 * Read in this order: {@link dev.lifeguard.lifecycle.TransitionTable}, then {@link
 * dev.lifeguard.lifecycle.WorkerLifecycle}, {@link dev.lifeguard.lifecycle.TaskLifecycle} and {@link
 * dev.lifeguard.lifecycle.PoolLifecycle}. Everything here is pure data: no thread, no clock, no user code.
 */
package dev.lifeguard.lifecycle;
