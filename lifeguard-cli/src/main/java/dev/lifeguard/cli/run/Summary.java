package dev.lifeguard.cli.run;

import dev.lifeguard.cli.output.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said at the end: the counts, what went wrong, what was not run and how to go on. */
final class Summary {
    private Summary() {}

    static List<String> lines(Ledger ledger, Optional<DeadLetter> deadLetter) {
        Ledger.Totals totals = ledger.totals();
        var lines = new ArrayList<String>();
        lines.add(counts(totals)
                + ledger.slowest().map(task -> "; slowest: " + task).orElse(""));
        ledger.errors().forEach(error -> lines.add("error: " + error));
        if (totals.emptyLines() > 0) {
            lines.add(totals.emptyLines() + " empty lines were no tasks");
        }
        deadLetter
                .filter(file -> totals.deadLetters() > 0)
                .ifPresent(file -> lines.add(totals.deadLetters() + " tasks to run again are in " + file.path()
                        + " (--input " + file.path() + ")"));
        return lines;
    }

    /** What must be said even when quiet: nothing that was read is lost unsaid. */
    static List<String> warnings(Ledger ledger, Optional<StopCause> stopped, boolean nul) {
        var lines = new ArrayList<String>();
        ledger.troubles().forEach(lines::add);
        stopped.ifPresent(cause -> lines.add(stopWords(cause, ledger.totals(), nul)));
        return lines;
    }

    private static String stopWords(StopCause cause, Ledger.Totals totals, boolean nul) {
        var words = new StringBuilder("stopped: ").append(cause.words());
        if (totals.untold() > 0) {
            words.append("; what became of ").append(totals.untold()).append(" tasks could not be told (lines ");
            words.append(totals.untoldLines().stream().map(String::valueOf).collect(Collectors.joining(", ")));
            words.append(totals.untold() > totals.untoldLines().size() ? ", ...)" : ")");
        } else if (totals.of(Status.CANCELLED) > 0) {
            words.append("; ")
                    .append(totals.of(Status.CANCELLED))
                    .append(" tasks were cancelled, each has its line (")
                    .append(totals.cancelledStarted())
                    .append(" had started)");
        }
        return words.append("; no task after line ")
                .append(totals.lastStartedLine())
                .append(" was started, so go on with tail ")
                .append(nul ? "-z " : "")
                .append("-n +")
                .append(totals.lastStartedLine() + 1)
                .toString();
    }

    private static String counts(Ledger.Totals totals) {
        double seconds = (double) totals.ticks() / Progress.TICKS_PER_SECOND;
        var words = new StringBuilder();
        words.append(totals.all()).append(totals.all() == 1 ? " task in " : " tasks in ");
        words.append(seconds > 0 ? String.format(Locale.ROOT, "%.1f s", seconds) : "less than 0.1 s");
        if (seconds > 0) {
            words.append(String.format(Locale.ROOT, " (%.1f/s)", totals.all() / seconds));
        }
        String separator = ": ";
        for (Status status : Status.values()) {
            if (totals.of(status) > 0) {
                words.append(separator).append(totals.of(status)).append(' ').append(status.word());
                separator = ", ";
            }
        }
        if (totals.retries() > 0) {
            words.append("; ").append(totals.retries()).append(" retries");
        }
        return words.toString();
    }
}
