/**
 * Every rival beside us, in one run. Read in this order: {@link dev.lifeguard.benchmarks.race.Goal}, what we want to reach;
 * {@link dev.lifeguard.benchmarks.race.Heat} and {@link dev.lifeguard.benchmarks.race.Heats}, who meets whom at what; {@link
 * dev.lifeguard.benchmarks.race.Race}, the order of things; {@link dev.lifeguard.benchmarks.race.Forks}, a virtual machine
 * for each; {@link dev.lifeguard.benchmarks.race.Report}, {@link dev.lifeguard.benchmarks.race.Plot} and {@link
 * dev.lifeguard.benchmarks.race.Json}, what came of it.
 */
@NullMarked
package dev.lifeguard.benchmarks.race;

import org.jspecify.annotations.NullMarked;
