package dev.lifeguard.dataplane;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a loan beyond its owner, which for most is nothing.
 *
 * @param epoch the loan that it is about
 * @param name what its owner called it
 * @param trace where it was taken, when that was kept
 */
record LoanNote(long epoch, @Nullable String name, @Nullable LeaseTrace trace) {}
