/**
 * Read in this order: {@link dev.lifeguard.testkit.engine.SimulatedEngine} (an engine of distributed pools in memory),
 * {@link dev.lifeguard.testkit.engine.NetworkFaults} (what goes wrong on the way to it).
 */
package dev.lifeguard.testkit.engine;
