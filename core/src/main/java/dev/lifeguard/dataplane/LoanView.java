package dev.lifeguard.dataplane;

import org.jspecify.annotations.Nullable;

/**
 * A loan that is out, as it was seen.
 *
 * @param epoch its number
 * @param owner whose it is
 * @param name what its owner called it
 * @param trace where it was taken, when that was kept
 */
public record LoanView(
        long epoch,
        Thread owner,
        @Nullable String name,
        @Nullable LeaseTrace trace) {

    /** {@return the stack of the thread that took the lease, when it was kept} */
    public @Nullable Throwable place() {
        return trace == null ? null : trace.place();
    }
}
