package dev.lifeguard.process;

import dev.lifeguard.process.CommandNotStartedException.Reason;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds out why a program cannot be started, in the words of the one who named it.
 *
 * <p>The shell that guards a command reports only 126 or 127, numbers that a program may also return by
 * itself; the question is therefore asked again here, and only after such an answer.
 */
final class ProgramLookup {
    private ProgramLookup() {}

    static Optional<CommandNotStartedException> refusal(Command command) {
        ByteString program = command.arguments().getFirst();
        if (!program.isUtf8()) {
            // A path of Java cannot name it; the shell can, and its answer stands.
            return Optional.empty();
        }
        String name = program.toString();
        try {
            return name.indexOf('/') >= 0 ? refusalAt(command, name) : refusalOnPath(command, name);
        } catch (InvalidPathException unmappable) {
            return Optional.empty();
        }
    }

    private static Optional<CommandNotStartedException> refusalAt(Command command, String name) {
        Path file = command.directory().orElse(Path.of("")).resolve(name);
        if (!Files.exists(file)) {
            return Optional.of(new CommandNotStartedException(
                    Reason.NOT_FOUND, "There is no file " + name + ", so it cannot be started; check the path."));
        }
        return mayExecute(file) ? Optional.empty() : Optional.of(notExecutable(file));
    }

    private static Optional<CommandNotStartedException> refusalOnPath(Command command, String name) {
        ByteString own = command.environment().get("PATH");
        String path = own != null ? own.toString() : System.getenv().getOrDefault("PATH", "");
        Path seen = null;
        for (String directory : path.split(":", -1)) {
            Path file = Path.of(directory).resolve(name);
            if (mayExecute(file)) {
                return Optional.empty();
            }
            if (Files.isRegularFile(file)) {
                seen = file;
            }
        }
        return Optional.of(
                seen != null
                        ? notExecutable(seen)
                        : new CommandNotStartedException(
                                Reason.NOT_FOUND,
                                "There is no program \"" + name
                                        + "\" in the directories of PATH, so it cannot be started; check the name,"
                                        + " install it, or give its path. PATH is " + path));
    }

    private static boolean mayExecute(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static CommandNotStartedException notExecutable(Path file) {
        return new CommandNotStartedException(
                Reason.NOT_EXECUTABLE,
                "The file " + file + (Files.isDirectory(file) ? " is a directory" : " is not executable")
                        + ", so it cannot be started; name a program, or run chmod +x on it.");
    }
}
