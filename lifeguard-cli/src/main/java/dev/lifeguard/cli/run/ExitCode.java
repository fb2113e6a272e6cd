package dev.lifeguard.cli.run;

/** What the program returns. An interrupt has its own codes, see {@link StopCause}. */
public final class ExitCode {
    /** Every task ended well. */
    public static final int OK = 0;

    /** Some tasks did not end well. */
    public static final int SOME_FAILED = 1;

    /** The command line, or what it names, cannot be used; nothing was run. */
    public static final int USAGE = 2;

    /** The run was given up: too many failures, or input or output that no longer works. */
    public static final int ABORTED = 3;

    private ExitCode() {}
}
