/**
 * Read in this order: {@link dev.lifeguard.supervision.Supervisor}, a tree that runs; {@link
 * dev.lifeguard.supervision.Child} and {@link dev.lifeguard.supervision.SupervisorBuilder}, what it is made of; {@link
 * dev.lifeguard.supervision.Strategy} and {@link dev.lifeguard.supervision.RestartType}, what a failure leads to; {@link
 * dev.lifeguard.supervision.SupervisorSnapshot} and {@link dev.lifeguard.supervision.SupervisionEvent}, what it shows; {@link
 * dev.lifeguard.supervision.SupervisorMXBean}, the same for JMX.
 */
package dev.lifeguard.supervision;
