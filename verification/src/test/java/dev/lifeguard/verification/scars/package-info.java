/**
 * Failures of other pools, each as a test of this one. Read in this order: {@link
 * dev.lifeguard.verification.scars.HandOffScarsTest}, who gets a worker; {@link
 * dev.lifeguard.verification.scars.WorkerDeathScarsTest}, what a death takes with it; {@link
 * dev.lifeguard.verification.scars.StartScarsTest}, workers that start slowly or not at all; {@link
 * dev.lifeguard.verification.scars.TimeoutScarsTest}, limits and cancels; {@link
 * dev.lifeguard.verification.scars.ShutdownScarsTest}, the end.
 *
 * <p>The Javadoc of each test links the report that it comes from.
 */
package dev.lifeguard.verification.scars;
