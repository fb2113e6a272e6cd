/**
 * Read in this order: {@link dev.lifeguard.testkit.VirtualTime}, {@link dev.lifeguard.testkit.DeterministicScheduler},
 * {@link dev.lifeguard.testkit.Exploration}, {@link dev.lifeguard.testkit.Seeds}, {@link
 * dev.lifeguard.testkit.CommandSequences}, {@link dev.lifeguard.testkit.Leaks}.
 */
package dev.lifeguard.testkit;
