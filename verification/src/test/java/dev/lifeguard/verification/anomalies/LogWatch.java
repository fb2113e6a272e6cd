package dev.lifeguard.verification.anomalies;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Reads the log of pools while it is open, in the place of everybody else. */
final class LogWatch extends Handler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("dev.lifeguard.pool");

    /** At the begin of a line or within it. */
    private static final String OURS = "ool " + Script.POOL;

    private final Verdicts verdicts;

    LogWatch(Verdicts verdicts) {
        this.verdicts = verdicts;
    }

    void open() {
        LOG.setUseParentHandlers(false);
        LOG.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
        // Pools of tests before this one may still have something to say.
        if (line.getMessage().contains(OURS)) {
            verdicts.told(line.getMessage());
            verdicts.told(line.getThrown());
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        LOG.removeHandler(this);
        LOG.setUseParentHandlers(true);
    }
}
