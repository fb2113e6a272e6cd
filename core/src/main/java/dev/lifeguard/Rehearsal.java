package dev.lifeguard;

import java.util.List;

/**
 * What a change would do now. Nothing was changed to find out, and the pool goes on, so it is true of the moment at
 * which it was asked for.
 *
 * @param change the change
 * @param acts whether it would change anything
 * @param sentences what it would do, with values, in the order in which one would ask; or why it would do nothing
 */
public record Rehearsal(Change change, boolean acts, List<String> sentences) {

    /** Copies the list. */
    public Rehearsal {
        sentences = List.copyOf(sentences);
    }
}
