package dev.lifeguard.cli.run;

import dev.lifeguard.cli.options.Quantity;
import dev.lifeguard.cli.options.UsageException;

/**
 * How many failures end a run.
 *
 * @param count this many, or 0 for no such limit
 * @param percent this part of the finished tasks, or 0 for no such limit
 */
record FailureLimit(long count, int percent) {
    static final FailureLimit NONE = new FailureLimit(0, 0);

    /** A part of a handful is no part: one failure first would be 100 %. */
    static final long LEAST_FINISHED = 10;

    static FailureLimit parse(String text) {
        if (!text.endsWith("%")) {
            return new FailureLimit(Quantity.count(text, 1, Long.MAX_VALUE), 0);
        }
        try {
            return new FailureLimit(0, (int) Quantity.count(text.substring(0, text.length() - 1), 1, 100));
        } catch (UsageException noPart) {
            throw new UsageException("expected a whole percentage from 1% to 100%, got \"" + text + "\".");
        }
    }

    boolean reached(long failed, long finished) {
        return (count > 0 && failed >= count)
                || (percent > 0 && finished >= LEAST_FINISHED && failed * 100 >= percent * finished);
    }
}
