package dev.lifeguard.cli.run;

import dev.lifeguard.cli.output.Status;
import java.util.Locale;
import java.util.OptionalLong;

/** Composes the line of progress, once for each tick. One thread at a time. */
final class Progress {
    /** How many ticks a second has. */
    static final int TICKS_PER_SECOND = 10;

    private static final int BAR_WIDTH = 20;

    /** The weight of the newest tick in the rate: about the last five seconds count. */
    private static final double WEIGHT = 0.02;

    private final OptionalLong total;
    private long lastDone;
    private double tasksPerTick = -1;

    Progress(OptionalLong total) {
        this.total = total;
    }

    /** The line for the counts at this tick. */
    String line(Ledger.Totals totals, int running) {
        long done = totals.all();
        rate(done - lastDone, totals);
        lastDone = done;
        double perSecond = Math.max(0, tasksPerTick) * TICKS_PER_SECOND;
        var line = new StringBuilder();
        total.ifPresentOrElse(all -> line.append(bar(done, all)), () -> line.append(done));
        line.append(String.format(Locale.ROOT, "  %.1f/s  ok %d", perSecond, totals.of(Status.OK)));
        append(line, "fail", totals.failures());
        append(line, "retry", totals.retries());
        append(line, "running", running);
        total.ifPresent(all -> line.append(eta(Math.max(0, all - done), perSecond)));
        return line.toString();
    }

    /** Until a few seconds have passed the plain mean is the better guess. */
    private void rate(long newlyDone, Ledger.Totals totals) {
        double mean = totals.ticks() == 0 ? 0 : (double) totals.all() / totals.ticks();
        boolean young = totals.ticks() * WEIGHT < 1 || tasksPerTick < 0;
        tasksPerTick = young ? mean : tasksPerTick + WEIGHT * (newlyDone - tasksPerTick);
    }

    private static void append(StringBuilder line, String name, long count) {
        if (count > 0) {
            line.append("  ").append(name).append(' ').append(count);
        }
    }

    private static String bar(long done, long all) {
        int filled = (int) Math.min(BAR_WIDTH, BAR_WIDTH * done / all);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] " + done + "/" + all + " "
                + Math.min(100, 100 * done / all) + "%";
    }

    private static String eta(long left, double perSecond) {
        if (left == 0) {
            return "";
        }
        return perSecond <= 0 ? "  ETA unknown" : "  ETA " + words(Math.round(left / perSecond));
    }

    private static String words(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600
                ? seconds / 60 + "m" + seconds % 60 + "s"
                : seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
    }
}
