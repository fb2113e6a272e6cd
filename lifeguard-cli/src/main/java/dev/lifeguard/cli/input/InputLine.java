package dev.lifeguard.cli.input;

import dev.lifeguard.process.ByteString;

/**
 * One task as it stands in the input.
 *
 * @param number which line it is, from 1; empty lines count
 * @param text its bytes, without what ends them; only the beginning when the line is too long
 * @param length how many bytes the line has in truth
 */
public record InputLine(long number, ByteString text, long length) {
    /**
     * Tells whether the line was longer than the limit.
     *
     * @return true when {@link #text} is only its beginning
     */
    public boolean tooLong() {
        return length > text.size();
    }
}
