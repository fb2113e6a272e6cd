/**
 * Read in this order: {@link dev.lifeguard.benchmarks.CheckoutBenchmark}, {@link
 * dev.lifeguard.benchmarks.SubmitBenchmark}, {@link dev.lifeguard.benchmarks.FeatureBenchmark}, {@link
 * dev.lifeguard.benchmarks.RefusalBenchmark}, {@link dev.lifeguard.benchmarks.RawBenchmark}, {@link
 * dev.lifeguard.benchmarks.DisciplineBenchmark}, {@link dev.lifeguard.benchmarks.MessageBenchmark}; then programs of their
 * own, {@link dev.lifeguard.benchmarks.TwiceTheLoad}, {@link dev.lifeguard.benchmarks.ProcessorTime} and {@link
 * dev.lifeguard.benchmarks.MessageStorm}. Who meets whom stands in {@code race}. Ratios of one run on one machine are worth
 * something, absolute times are not; bytes per operation are the same everywhere.
 */
@NullMarked
package dev.lifeguard.benchmarks;

import org.jspecify.annotations.NullMarked;
