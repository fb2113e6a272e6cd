package dev.lifeguard.cli.output;

import dev.lifeguard.cli.input.InputLine;
import dev.lifeguard.process.Captured;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that is told of a finished task.
 *
 * @param line where the task stood in the input, and its text
 * @param id the task's name in the output
 * @param ending how it ended
 * @param work what it took
 * @param output what it printed
 */
public record TaskRecord(InputLine line, Id id, Ending ending, Work work, Output output) {
    /**
     * The name of a task: the number of its line, or its key.
     *
     * @param text the name
     * @param number whether it is a number in JSON too
     */
    public record Id(String text, boolean number) {
        /**
         * Names a task by its line.
         *
         * @param line the number of the line
         * @return the id
         */
        public static Id of(long line) {
            return new Id(Long.toString(line), true);
        }

        /**
         * Names a task by its key.
         *
         * @param key the key
         * @return the id
         */
        public static Id of(String key) {
            return new Id(key, false);
        }
    }

    /**
     * How a task ended.
     *
     * @param status in one word
     * @param exit the exit code of the last attempt, if the command ran to an end
     * @param error in a sentence, if it did not go well
     */
    public record Ending(Status status, OptionalInt exit, Optional<String> error) {}

    /**
     * What a task took.
     *
     * @param attempts how many attempts were begun
     * @param runMillis how long the last attempt ran
     * @param waitMillis how long it waited before its last attempt, in the queue and between attempts
     * @param worker the number of the worker of the last attempt, if there was one
     */
    public record Work(int attempts, long runMillis, long waitMillis, OptionalInt worker) {}

    /**
     * What a command printed in its last attempt.
     *
     * @param stdout the end of standard output
     * @param stderr the end of standard error
     * @param stdoutFile the file with the whole standard output, if there is one
     * @param stderrFile the file with the whole standard error, if there is one
     */
    public record Output(Captured stdout, Captured stderr, Optional<Path> stdoutFile, Optional<Path> stderrFile) {}
}
