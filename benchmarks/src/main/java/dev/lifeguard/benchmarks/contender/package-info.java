/**
 * Lifeguard and its rivals, each behind the same two small doors, and each as its documentation advises. Read in this
 * order: {@link dev.lifeguard.benchmarks.contender.Lender}, {@link dev.lifeguard.benchmarks.contender.LoanContender};
 * {@link dev.lifeguard.benchmarks.contender.Chore}, {@link dev.lifeguard.benchmarks.contender.Taker}, {@link
 * dev.lifeguard.benchmarks.contender.TaskContender}.
 */
@NullMarked
package dev.lifeguard.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
