package dev.lifeguard.control;

import dev.lifeguard.timing.TimeSource;

/**
 * Runs the supervisor on a platform daemon thread: virtual workers that spin can hold every carrier, and then nothing
 * would supervise them.
 */
final class SupervisorThread implements Runnable {

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.pool");

    private final Supervisor supervisor;
    private final Mailbox mailbox;
    private final TimeSource time;

    SupervisorThread(Supervisor supervisor, Mailbox mailbox, TimeSource time) {
        this.supervisor = supervisor;
        this.mailbox = mailbox;
        this.time = time;
    }

    void start(String pool) {
        Thread thread = Thread.ofPlatform()
                .name("lifeguard-" + pool + "-supervisor")
                .daemon(true)
                .unstarted(this);
        mailbox.readBy(thread);
        thread.start();
    }

    @Override
    public void run() {
        while (!supervisor.isOver()) {
            try {
                long next = supervisor.step();
                if (mailbox.isEmpty() && !supervisor.isOver()) {
                    time.parkUntil(this, next);
                }
                // Nobody may interrupt the supervisor; what somebody did anyway must not make it spin.
                Thread.interrupted();
            } catch (Throwable failure) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "A step of the supervisor failed; it goes on with the next. Please report it.",
                        failure);
            }
        }
    }
}
