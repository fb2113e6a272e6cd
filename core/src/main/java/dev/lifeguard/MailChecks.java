package dev.lifeguard;

import dev.lifeguard.Finding.Illness;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is told and not heard, be it messages, failures or events: the {@link Doctor}'s checks of it. */
final class MailChecks {

    /** How many full boxes a finding names. */
    private static final int BOXES = 3;

    private MailChecks() {}

    static Stream<Finding> mailRefused(PoolSnapshot pool) {
        long refused = pool.recent().counts().messagesRefused();
        return Doctor.when(
                refused > 0,
                () -> new Finding(
                        Illness.MAIL_REFUSED,
                        refused + " messages found no place in the last "
                                + Doctor.words(pool.recent().window()),
                        fullBoxes(pool),
                        "read sooner (WorkerContext.poll, TaskContext.receive), say less, or give the channel more places"));
    }

    /** Those that are full now; else the one that was full last. */
    private static String fullBoxes(PoolSnapshot pool) {
        List<String> full = pool.workers().stream()
                .flatMap(worker -> fullBoxes(pool.pool(), worker))
                .toList();
        if (full.isEmpty()) {
            return pool.health()
                    .overflow()
                    .map(last -> "the last was for " + last.reader() + " " + Doctor.words(last.ago()) + " ago, where "
                            + taken(last.box()) + " now")
                    .orElse("who did not read them is not known any more");
        }
        String named = full.stream().limit(BOXES).collect(Collectors.joining(", "));
        return full.size() <= BOXES ? named : named + ", and " + (full.size() - BOXES) + " more boxes are full";
    }

    private static Stream<String> fullBoxes(String pool, PoolSnapshot.Worker worker) {
        Stream<String> mailbox = Doctor.when(
                worker.mailbox().isFull(),
                () -> "worker " + new WorkerId(pool, worker.worker(), worker.incarnation()) + " is " + worker.state()
                        + " and reads between two uses: " + taken(worker.mailbox()));
        Stream<String> inbox = worker.task().filter(task -> task.inbox().isFull()).stream()
                .map(task ->
                        "task " + task.id() + " (" + task.name() + ") runs and does not read: " + taken(task.inbox()));
        return Stream.concat(mailbox, inbox);
    }

    private static String taken(PoolSnapshot.Box box) {
        return box.messages() + " of " + box.places() + " places are taken";
    }

    static Stream<Finding> unseen(PoolSnapshot pool) {
        long unseen = pool.recent().counts().unseen();
        return Doctor.when(
                unseen > 0,
                () -> new Finding(
                        Illness.UNSEEN,
                        unseen + " failures were never looked at in the last "
                                + Doctor.words(pool.recent().window()),
                        "their handles were thrown away",
                        "look at the handle that submit returns, or log its failure"));
    }

    static Stream<Finding> eventsMissed(PoolSnapshot pool) {
        long missed = pool.recent().counts().missed();
        return Doctor.when(
                missed > 0,
                () -> new Finding(
                        Illness.EVENTS_MISSED,
                        missed + " events were dropped in the last "
                                + Doctor.words(pool.recent().window()),
                        "listeners are slower than the pool",
                        "make the listener fast, or let it hand over to a thread of its own"));
    }
}
