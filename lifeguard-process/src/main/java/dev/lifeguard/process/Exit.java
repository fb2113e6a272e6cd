package dev.lifeguard.process;

import java.util.OptionalInt;

/**
 * How a command ended.
 *
 * <p>A death by signal {@code n} is reported as the code {@code 128 + n}, as shells do; a program that
 * returns such a code by itself cannot be told from one that died.
 *
 * @param code 0 to 255
 * @param killedByUs true when the pool killed it: because of a limit, a cancel, or the end of the pool
 */
public record Exit(int code, boolean killedByUs) {
    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;
    private static final int KILL = 9;
    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;

    private static final String[] SIGNALS = {
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };

    /**
     * Tells whether the command reported success.
     *
     * @return true when the code is 0
     */
    public boolean ok() {
        return code == 0;
    }

    /**
     * Tells which signal ended the command.
     *
     * @return the number of the signal, or empty when the code does not speak of one
     */
    public OptionalInt signal() {
        return code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL
                ? OptionalInt.of(code - SIGNAL_BASE)
                : OptionalInt.empty();
    }

    /**
     * Tells whether the command died by a signal that the pool did not send.
     *
     * @return true when it did
     */
    public boolean crashed() {
        return !killedByUs && signal().isPresent();
    }

    /**
     * Describes the end in words, to stand after "ended with".
     *
     * @return for example {@code "exit code 3"} or {@code "signal 11 (SEGV)"}
     */
    public String words() {
        if (signal().isPresent()) {
            return signalWords(signal().getAsInt());
        }
        return switch (code) {
            case NOT_EXECUTABLE -> "exit code 126 (of a shell: not executable)";
            case NOT_FOUND -> "exit code 127 (of a shell: not found)";
            default -> "exit code " + code;
        };
    }

    private String signalWords(int signal) {
        String name = signal < SIGNALS.length ? "signal " + signal + " (" + SIGNALS[signal] + ")" : "signal " + signal;
        if (killedByUs) {
            return name + ", killed by the pool";
        }
        return signal == KILL ? name + ", killed by the system, probably out of memory, or by a person" : name;
    }
}
