/**
 * Every rival beside us, in one run. Read in this order: {@link dev.lifeguard.benchmarks.race.Race}, {@link
 * dev.lifeguard.benchmarks.race.Heat}, {@link dev.lifeguard.benchmarks.race.Report}.
 */
@NullMarked
package dev.lifeguard.benchmarks.race;

import org.jspecify.annotations.NullMarked;
