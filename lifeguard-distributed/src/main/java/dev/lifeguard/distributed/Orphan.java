package dev.lifeguard.distributed;

import java.util.Optional;

/**
 * A result that no handle waits for. It is handed over once at least, and acknowledged when the receiver has returned: so
 * it is never dropped, and may come twice.
 *
 * @param why why nobody waits for it
 * @param task the id of its task; empty when it could not be read
 * @param words how the task ended, or why it could not be read, in words
 * @param value the result as it was encoded, when the task returned one
 */
public record Orphan(Why why, String task, String words, Optional<byte[]> value) {

    /** Why nobody waits for it. */
    public enum Why {
        /** Its task was submitted by an earlier life of this client, or so long ago that it was forgotten. */
        UNKNOWN,
        /** Its task had its outcome already: it was cancelled, or had passed a limit. */
        LATE,
        /** It could not be read, or not be decoded. */
        UNREADABLE
    }
}
