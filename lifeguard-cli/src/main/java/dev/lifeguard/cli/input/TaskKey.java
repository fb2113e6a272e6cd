package dev.lifeguard.cli.input;

import dev.lifeguard.process.ByteString;
import java.util.Optional;

/** Finds the id of a task in its text: one of its fields, which are separated by blanks (spaces and tabs). */
public final class TaskKey {
    private TaskKey() {}

    /**
     * Cuts out a field.
     *
     * @param task the text of the task
     * @param field which field, from 1
     * @return the field, or empty when the task has fewer
     */
    public static Optional<ByteString> field(ByteString task, int field) {
        int start = skip(task, 0, true);
        for (int n = 1; start < task.size(); n++) {
            int end = skip(task, start, false);
            if (n == field) {
                return Optional.of(task.slice(start, end));
            }
            start = skip(task, end, true);
        }
        return Optional.empty();
    }

    private static int skip(ByteString task, int from, boolean blanks) {
        int at = from;
        while (at < task.size() && (task.at(at) == ' ' || task.at(at) == '\t') == blanks) {
            at++;
        }
        return at;
    }
}
