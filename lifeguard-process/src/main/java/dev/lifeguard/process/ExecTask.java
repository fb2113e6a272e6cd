package dev.lifeguard.process;

/**
 * One task of an {@link ExecWorker}: a command, what it reads, and where its output goes.
 *
 * @param command what to start
 * @param input the whole standard input; when empty, standard input is {@code /dev/null}
 * @param stdout where standard output goes
 * @param stderr where standard error goes
 */
public record ExecTask(Command command, ByteString input, OutputSink stdout, OutputSink stderr) {
    /**
     * Describes a run without input, of whose output only the tails are kept.
     *
     * @param command what to start
     * @return the task
     */
    public static ExecTask of(Command command) {
        return new ExecTask(command, ByteString.EMPTY, OutputSink.NONE, OutputSink.NONE);
    }

    /**
     * Sets the standard input.
     *
     * @param bytes all of it; the command need not read it
     * @return a task with it
     */
    public ExecTask withInput(ByteString bytes) {
        return new ExecTask(command, bytes, stdout, stderr);
    }

    /**
     * Sets where the whole output goes.
     *
     * @param out for standard output
     * @param err for standard error
     * @return a task with both
     */
    public ExecTask withOutput(OutputSink out, OutputSink err) {
        return new ExecTask(command, input, out, err);
    }
}
