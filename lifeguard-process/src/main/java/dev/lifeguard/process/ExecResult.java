package dev.lifeguard.process;

/**
 * How one attempt to run a command ended.
 *
 * @param exit the exit code or signal
 * @param stdout the end of standard output
 * @param stderr the end of standard error
 * @param leftBehind true when the command ended but processes that it had started still held its output
 *     open after {@link ExecWorker#LEFTOVER_GRACE}; those in its process group were then killed, and what
 *     others write later is not read
 */
public record ExecResult(Exit exit, Captured stdout, Captured stderr, boolean leftBehind) {}
