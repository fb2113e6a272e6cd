package dev.lifeguard.verification.lincheck;

import java.util.List;

/** A race in each of the structures. Each is right as long as nobody comes in between. */
final class PlantedBugs {

    private PlantedBugs() {}

    static List<Planted> all() {
        return List.of(
                new Planted(
                        "two take the head of the queue",
                        Check.FIFO_LINE,
                        "FifoLine.java",
                        "return affinity.isUsed() ? affinity.poll(entries, by) : entries.poll();",
                        "Waiting head = entries.peek(); entries.poll(); return head;"),
                new Planted(
                        "which level is next is chosen before the lock is held",
                        Check.LEVEL_LINE,
                        "PartedLine.java",
                        "lock.lock();\n        try {\n            for (Part part = first(); part != null; part = first()) {\n                Waiting entry",
                        "Part chosen = first();\n        lock.lock();\n        try {\n            for (Part part = chosen; part != null; part = first()) {\n                Waiting entry"),
                new Planted(
                        "which lane is next is chosen before the lock is held",
                        Check.LANE_LINE,
                        "PartedLine.java",
                        "lock.lock();\n        try {\n            for (Part part = first(); part != null; part = first()) {\n                Waiting entry",
                        "Part chosen = first();\n        lock.lock();\n        try {\n            for (Part part = chosen; part != null; part = first()) {\n                Waiting entry"),
                new Planted(
                        "who offers does not look whether the line is still the queue's",
                        Check.QUEUE_CHANGE,
                        "TaskQueue.java",
                        "return !isSame(line, into) && bring(into.itself());",
                        "return false;"),
                new Planted(
                        "the supervisor does not look whether the retiring bit is set",
                        Check.WORKER_WORD,
                        "WorkerCell.java",
                        "if (change(word, word | RETIRING)) {\n                        return state;\n                    }",
                        "change(word, word | RETIRING);\n                    return state;"),
                new Planted(
                        "a cancel that came too late answers, too",
                        Check.TASK_WORD,
                        "TaskControl.java",
                        "if (change(seen, pushed(next, how))) {",
                        "change(seen, pushed(next, how));\n                    {"),
                new Planted(
                        "room is looked for first, and taken later",
                        Check.ADMISSION,
                        "Admission.java",
                        "if (entered.compareAndSet(seen, seen + 1)) {",
                        "if (entered.compareAndSet(entered.get(), entered.get() + 1)) {"),
                new Planted(
                        "a message is taken before its turn",
                        Check.CHANNEL_ORDER,
                        "Channel.java",
                        "E message = messages.poll();",
                        "E message = messages.peek();\n        messages.poll();"),
                new Planted(
                        "a place is looked for first, and taken later",
                        Check.CHANNEL_PLACES,
                        "Channel.java",
                        "if (TAKEN.compareAndSet(this, seen, seen + 1)) {",
                        "if (TAKEN.compareAndSet(this, taken, taken + 1)) {"),
                new Planted(
                        "who posts a letter does not look whether the box was closed",
                        Check.LETTERBOX,
                        "Letterbox.java",
                        "if (isClosed()) {\n                // It was",
                        "if (false) {\n                // It was"),
                new Planted(
                        "a checkout is claimed without a look",
                        Check.CHECKOUT,
                        "CheckoutWaiter.java",
                        "return word.compareAndSet(WAITING, CLAIMED);",
                        "boolean waits = stillWaits();\n        word.set(CLAIMED);\n        return waits;"));
    }
}
