/**
 * Whole programs for what a loop in the harness cannot measure: waits, deaths, starts, memory. Each is one run of one
 * contender in a virtual machine of its own, and prints what it read. Read in this order: {@link
 * dev.lifeguard.benchmarks.program.Readings}, {@link dev.lifeguard.benchmarks.program.RoundTrip}, {@link
 * dev.lifeguard.benchmarks.program.Crowd}, {@link dev.lifeguard.benchmarks.program.Backlog}, {@link
 * dev.lifeguard.benchmarks.program.Population}, {@link dev.lifeguard.benchmarks.program.Replacement}, {@link
 * dev.lifeguard.benchmarks.program.ResizeUnderLoad}, {@link dev.lifeguard.benchmarks.program.HandOver}.
 */
@NullMarked
package dev.lifeguard.benchmarks.program;

import org.jspecify.annotations.NullMarked;
