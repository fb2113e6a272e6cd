/**
 * Read in this order: {@link dev.lifeguard.benchmarks.CheckoutBenchmark}, then
 * {@link dev.lifeguard.benchmarks.SubmitBenchmark}. Ratios of one run on one machine are worth something, absolute
 * times are not; bytes per operation are the same everywhere.
 */
@NullMarked
package dev.lifeguard.benchmarks;

import org.jspecify.annotations.NullMarked;
