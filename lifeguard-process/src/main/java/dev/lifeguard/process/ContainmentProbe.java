package dev.lifeguard.process;

import java.io.File;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Tries the grades of containment on this machine. A look at PATH would not do: a program may be there and
 * lack the option, or the system may forbid the call.
 */
final class ContainmentProbe {
    private static final long TRIAL_LIMIT_SECONDS = 5;

    /** Delays the trial to the first use. */
    static final class Holder {
        static final Containment BEST = best();

        private Holder() {}
    }

    private ContainmentProbe() {}

    private static Containment best() {
        for (Containment grade : Containment.values()) {
            if (works(grade)) {
                return grade;
            }
        }
        return Containment.COOPERATIVE;
    }

    static boolean works(Containment grade) {
        return switch (grade) {
            case GROUP, GROUP_POLLED -> succeeds(LaunchLine.of(Command.of("sh", "-c", "exit 0"), grade));
            // No guard waits for the line that both are given.
            case PDEATHSIG -> succeeds(LaunchLine.of(Command.of("setpriv", "--version"), grade));
            case COOPERATIVE -> true;
        };
    }

    private static boolean succeeds(LaunchLine line) {
        File nowhere = new File("/dev/null");
        ProcessBuilder builder =
                new ProcessBuilder(line.arguments()).redirectOutput(nowhere).redirectError(nowhere);
        try {
            Process trial = Spawner.submit(builder).join();
            InputFeed.begin(trial.getOutputStream(), false);
            // The answer is for the whole life of this JVM, so an interrupt of the thread that happens to
            // ask first must not spoil it: this wait knows no interrupt, and it has a limit.
            return trial.onExit()
                    .thenApply(ended -> ended.exitValue() == 0)
                    .completeOnTimeout(false, TRIAL_LIMIT_SECONDS, TimeUnit.SECONDS)
                    .whenComplete((answer, failure) -> trial.destroyForcibly())
                    .join();
        } catch (CompletionException notStarted) {
            return false;
        }
    }
}
