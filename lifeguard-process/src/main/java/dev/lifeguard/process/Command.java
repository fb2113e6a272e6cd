package dev.lifeguard.process;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to start: a program with its arguments, additions to the environment, and a directory.
 *
 * <p>No shell reads the arguments; each reaches the program byte for byte.
 *
 * @param arguments the program and its arguments, at least one; none holds a NUL byte
 * @param environment variables to add to, or to set instead of, those of this JVM
 * @param directory where the program starts; empty means the directory of this JVM
 * @param tailBytes how much of the end of standard output, and of standard error, is kept, in bytes
 */
public record Command(
        List<ByteString> arguments, Map<String, ByteString> environment, Optional<Path> directory, int tailBytes) {
    /** How much of the end of an output is kept unless said otherwise: 8 KiB. */
    public static final int DEFAULT_TAIL_BYTES = 8 * 1024;

    /** The most that may be kept of the end of an output: 16 MiB. */
    public static final int MAX_TAIL_BYTES = 16 * 1024 * 1024;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when no program is named, when a string holds a NUL byte, when a
     *     variable has an empty name or one with {@code =}, or when the tail is out of range
     */
    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty() || arguments.getFirst().isEmpty()) {
            throw new IllegalArgumentException("There is nothing to start: expected a program and its arguments, got "
                    + (arguments.isEmpty() ? "none" : "an empty name") + ".");
        }
        for (int i = 0; i < arguments.size(); i++) {
            refuseNul("argument " + i, arguments.get(i));
        }
        environment.forEach(Command::checkVariable);
        if (tailBytes < 0 || tailBytes > MAX_TAIL_BYTES) {
            throw new IllegalArgumentException("The kept end of an output is out of range: expected 0 to "
                    + MAX_TAIL_BYTES + " bytes, got " + tailBytes + ".");
        }
    }

    /**
     * Describes a program and its arguments, with all else as usual.
     *
     * @param arguments the program and its arguments
     * @return the description
     * @throws IllegalArgumentException when there is no program or an argument holds a NUL character
     */
    public static Command of(String... arguments) {
        return of(Arrays.stream(arguments).map(ByteString::utf8).toList());
    }

    /**
     * Describes a program and its arguments, with all else as usual.
     *
     * @param arguments the program and its arguments
     * @return the description
     * @throws IllegalArgumentException when there is no program or an argument holds a NUL byte
     */
    public static Command of(List<ByteString> arguments) {
        return new Command(arguments, Map.of(), Optional.empty(), DEFAULT_TAIL_BYTES);
    }

    /**
     * Sets an environment variable for the program.
     *
     * @param name the name, neither empty nor with {@code =} in it
     * @param value the value
     * @return a description with the variable
     * @throws IllegalArgumentException when the name or the value cannot be one
     */
    public Command withVariable(String name, ByteString value) {
        var more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Command(arguments, more, directory, tailBytes);
    }

    /**
     * Sets the directory that the program starts in.
     *
     * @param where the directory
     * @return a description with it
     */
    public Command withDirectory(Path where) {
        return new Command(arguments, environment, Optional.of(where), tailBytes);
    }

    /**
     * Sets how much of the end of each output is kept.
     *
     * @param bytes from 0 to {@link #MAX_TAIL_BYTES}
     * @return a description with it
     * @throws IllegalArgumentException when it is out of range
     */
    public Command withTailBytes(int bytes) {
        return new Command(arguments, environment, directory, bytes);
    }

    /**
     * Looks for the program where starting it would look: at the path when the name has a slash, else
     * in the directories of {@code PATH}.
     *
     * @return why the program cannot be started, or empty when it is there and may be executed
     */
    public Optional<CommandNotStartedException> refusal() {
        return ProgramLookup.refusal(this);
    }

    /**
     * Tells whether an environment variable can have a value: a long one may exceed what the system takes as one
     * string.
     *
     * @param name the name
     * @param value the value
     * @return true when it is short enough, however it has to be encoded on its way
     */
    public static boolean fits(String name, ByteString value) {
        return LaunchLine.fits(name, value);
    }

    private static void checkVariable(String name, ByteString value) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "No environment variable can have this name: expected at least one character and neither = nor"
                            + " NUL, got \"" + name + "\".");
        }
        refuseNul("variable " + name, value);
    }

    private static void refuseNul(String what, ByteString value) {
        int at = value.indexOf((byte) 0, 0);
        if (at >= 0) {
            throw new IllegalArgumentException("The system ends a string at its first NUL, so " + what
                    + " cannot be handed over: it has " + value.size() + " bytes and a NUL at " + at + ".");
        }
    }
}
