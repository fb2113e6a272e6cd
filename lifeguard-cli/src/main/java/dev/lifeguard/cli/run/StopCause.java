package dev.lifeguard.cli.run;

/** Why a run reads no further although there may be more to do, with what the program then returns. */
enum StopCause {
    /** An interrupt, as Ctrl-C sends it. */
    INTERRUPT("interrupted", 130),
    /** A request to end, or the loss of the terminal. */
    TERMINATION("asked to end", 143),
    /** More failures than the user wants. */
    FAILURES("too many failures", ExitCode.ABORTED),
    /** Whoever read our output has gone; nobody wants more. The code is that of a program that died by SIGPIPE. */
    OUTPUT_CLOSED("nobody reads the output", 141),
    /** Our output cannot be written. */
    OUTPUT_FAILED("the output cannot be written", ExitCode.ABORTED);

    private final String words;
    private final int exitCode;

    StopCause(String words, int exitCode) {
        this.words = words;
        this.exitCode = exitCode;
    }

    String words() {
        return words;
    }

    int exitCode() {
        return exitCode;
    }

    /** Whether what runs is killed at once; else it may end by itself. */
    boolean cancelsRunning() {
        return switch (this) {
            case INTERRUPT, FAILURES -> false;
            case TERMINATION, OUTPUT_CLOSED, OUTPUT_FAILED -> true;
        };
    }
}
