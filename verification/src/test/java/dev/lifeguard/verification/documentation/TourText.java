package dev.lifeguard.verification.documentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the {@link Tour} saw, as a table. The hops come from the running pool; only the sentence beside each stands
 * here, and a hop without a sentence is an error.
 */
final class TourText {
    private static final Map<String, String> TASK = sentences(
            "caller | Admission.tryEnter", "a permit is taken from the bound of unfinished tasks",
            "caller | TaskQueue.offer", "the task is made and stands in the one queue",
            "caller | Dispatcher.search", "nobody searches, a worker is free: the caller takes the search token",
            "caller | WorkerCell.claim", "the worker's word: IDLE to SEARCHING; its thread is woken with the token",
            "caller | WaitStack.push", "`await()`: the caller puts itself on the stack of those who wait",
            "caller | WaitStack.await", "it looks for the outcome and parks; after it was woken it looks again",
            "worker | WorkerCell.arrive", "the worker's word: SEARCHING to RUNNING",
            "worker | TaskQueue.poll", "the worker takes what is next in the queue, or learns that nothing is",
            "worker | Dispatcher.endSearch", "it gives the token back, so that others may be woken",
            "worker | TaskQueue.isEmpty",
                    "does more wait? then the next worker is woken, or this one takes itself back",
            "worker | TaskAttempts.begin", "the task's word: QUEUED to RUNNING, attempt 1",
            "worker | your code, called by TaskAttempts.run", "the only hop where code of the user runs",
            "worker | TaskAttempts.succeed", "the task's word: RUNNING to DONE, answered; only this winner goes on",
            "worker | TaskWord.answer", "the outcome is counted and written",
            "worker | Completion.answered",
                    "the recording, the door and the drain hear of it; then whoever waits is woken",
            "worker | Admission.leave", "the permit goes back; who waits for a place is woken",
            "worker | WorkerCell.release", "the worker's word: RUNNING to IDLE; then one more look at the queue");
    private static final Map<String, String> CHECKOUT = sentences(
            "caller | WorkerCell.claim", "the worker's word: IDLE to LEASED, found by a probe; no queue, no permit",
            "caller | your code, with worker 0", "the caller's own thread uses the worker; the worker's thread sleeps",
            "caller | TaskQueue.isEmpty", "does somebody wait? before the return for a hand-over, after it for a nudge",
            "caller | WorkerCell.release", "the worker's word: LEASED to IDLE, and the epoch grows: the lease is past");

    private static final Map<String, String> RETRY = sentences(
            "worker | your code, attempt 1", "the code throws",
            "worker | TaskAttempts.fail",
                    "the task's word: RUNNING to BACKOFF; a notice goes to the supervisor, the permit stays out",
            "worker | WorkerCell.soil", "the worker's word: RUNNING to RESETTING; its reset and health hooks run",
            "worker | WorkerCell.release", "the worker's word: RESETTING to IDLE",
            "worker | TaskQueue.isEmpty", "does more wait?",
            "supervisor | TaskControl.due", "the backoff is over; the task's word: BACKOFF to QUEUED, attempt 2",
            "supervisor | TaskQueue.offer", "the task queues behind what is waiting",
            "supervisor | Dispatcher.search", "as for a new task: the search token",
            "supervisor | WorkerCell.claim", "the worker's word: IDLE to SEARCHING",
            "worker | WorkerCell.arrive", "the worker's word: SEARCHING to RUNNING",
            "worker | TaskQueue.poll", "the worker takes what is next in the queue",
            "worker | Dispatcher.endSearch", "it gives the token back",
            "worker | TaskAttempts.begin", "the task's word: QUEUED to RUNNING, attempt 2",
            "worker | your code, attempt 2", "the same way as before from here");

    private TourText() {}

    /** The table of a task, of a retry or of a checkout. */
    static String of(String way) {
        List<String> seen = way.equals("retry") ? betweenAttempts(seen(way)) : seen(way);
        Map<String, String> sentences = switch (way) {
            case "task" -> TASK;
            case "retry" -> RETRY;
            default -> CHECKOUT;
        };
        var text = new StringBuilder("| | thread | step | what happens |\n| --- | --- | --- | --- |\n");
        int number = 0;
        String before = "";
        for (String line : seen) {
            if (line.startsWith("hop ") && !line.equals(before)) {
                String hop = line.substring("hop ".length());
                String sentence = sentences.get(hop);
                if (sentence == null) {
                    throw new IllegalStateException("The tour met a hop that nobody explains: " + hop
                            + "; write a sentence for it in TourText.");
                }
                String[] parts = hop.split(" \\| ", 2);
                String step = parts[1].startsWith("your code") ? "**" + parts[1] + "**" : "`" + parts[1] + "`";
                text.append("| ")
                        .append(++number)
                        .append(" | ")
                        .append(parts[0])
                        .append(" | ");
                text.append(step).append(" | ").append(sentence).append(" |\n");
            }
            before = line;
        }
        text.append(seen.stream()
                .filter(line -> line.startsWith("edge "))
                .map(line -> line.substring("edge ".length()))
                .collect(Collectors.joining(", ", "\nRows of the lifecycle tables taken: ", ".\n")));
        return text.toString();
    }

    /** From the attempt that fails to the one that follows, and the rows of the tables. */
    private static List<String> betweenAttempts(List<String> seen) {
        List<String> hops = new ArrayList<>(seen.subList(
                seen.indexOf("hop worker | your code, attempt 1"),
                seen.indexOf("hop worker | your code, attempt 2") + 1));
        seen.stream().filter(line -> line.startsWith("edge ")).forEach(hops::add);
        return hops;
    }

    private static List<String> seen(String way) {
        try {
            return ChildJvm.output(
                            List.of("-Dlifeguard.interleave=true", "-Dlifeguard.edges=true"),
                            Tour.class.getName(),
                            List.of(way))
                    .lines()
                    .toList();
        } catch (Exception failure) {
            throw new IllegalStateException("The tour of a " + way + " could not be watched.", failure);
        }
    }

    private static Map<String, String> sentences(String... hopsAndSentences) {
        var sentences = new LinkedHashMap<String, String>();
        for (int at = 0; at < hopsAndSentences.length; at += 2) {
            sentences.put(hopsAndSentences[at], hopsAndSentences[at + 1]);
        }
        return sentences;
    }
}
