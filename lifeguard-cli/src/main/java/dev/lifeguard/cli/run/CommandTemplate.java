package dev.lifeguard.cli.run;

import dev.lifeguard.process.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * The command as the user wrote it, with places for the task.
 *
 * @param parts the program and its arguments
 * @param appended whether the task becomes one more argument
 */
record CommandTemplate(List<ByteString> parts, boolean appended) {
    /** What stands for the task. It is replaced as it is, wherever it occurs; there is no way to escape it. */
    static final ByteString PLACE = ByteString.utf8("{}");

    /** A task that has a place, or is fed to standard input, is not appended. */
    static CommandTemplate of(List<ByteString> parts, boolean fedToInput) {
        return new CommandTemplate(
                List.copyOf(parts), !fedToInput && parts.stream().noneMatch(part -> part.contains(PLACE)));
    }

    /** The same program for every task, or not. */
    boolean programIsFixed() {
        return !parts.getFirst().contains(PLACE);
    }

    List<ByteString> fill(ByteString task) {
        var filled = new ArrayList<ByteString>(parts.size() + 1);
        parts.forEach(part -> filled.add(part.replace(PLACE, task)));
        if (appended) {
            filled.add(task);
        }
        return filled;
    }
}
