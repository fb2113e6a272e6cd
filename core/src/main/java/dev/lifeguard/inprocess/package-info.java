/**
 * Read in this order: {@link dev.lifeguard.inprocess.WorkerLoop}, the thread of a worker, then {@link
 * dev.lifeguard.inprocess.ThreadStarter}, where it comes from.
 */
package dev.lifeguard.inprocess;
