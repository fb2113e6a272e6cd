package dev.lifeguard.process;

/**
 * The end of an output.
 *
 * @param tail the last bytes, as many as were to be kept
 * @param totalBytes how many bytes were written in all
 */
public record Captured(ByteString tail, long totalBytes) {
    /**
     * Tells whether the tail is less than all.
     *
     * @return true when something before the tail was left out
     */
    public boolean cut() {
        return totalBytes > tail.size();
    }
}
