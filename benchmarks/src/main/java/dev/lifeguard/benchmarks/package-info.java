/**
 * Read in this order: {@link dev.lifeguard.benchmarks.CheckoutBenchmark}, {@link
 * dev.lifeguard.benchmarks.SubmitBenchmark}, {@link dev.lifeguard.benchmarks.DisciplineBenchmark}, {@link
 * dev.lifeguard.benchmarks.MessageBenchmark}; then two programs of their own, {@link
 * dev.lifeguard.benchmarks.ProcessorTime} and {@link dev.lifeguard.benchmarks.TwiceTheLoad}. Ratios of one run on one
 * machine are worth something, absolute times are not; bytes per operation are the same everywhere.
 */
@NullMarked
package dev.lifeguard.benchmarks;

import org.jspecify.annotations.NullMarked;
