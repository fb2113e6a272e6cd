package dev.lifeguard.examples;

import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.policy.Caps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Keys and caps: the bookings of one account run one after another in their order, those of different accounts beside
 * each other; and however many workers there are, the printer has one.
 */
public final class Keys {
    private Keys() {}

    /** A booking: which account, and how much. */
    private record Booking(String account, int amount) {}

    /** Books without any lock: the key sees to it that nobody else books on that account meanwhile. */
    private static final class Bookkeeper implements Worker<Booking, Integer> {
        private static final Map<String, List<Integer>> BOOKS = new ConcurrentHashMap<>();

        @Override
        public Integer process(Booking booking, TaskContext context) {
            List<Integer> book = BOOKS.computeIfAbsent(booking.account(), account -> new ArrayList<>());
            book.add(booking.amount());
            return book.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Prints, at a gate that the example opens. */
    private static final class Printer implements Worker<String, String> {
        private static final Semaphore PRINTING = new Semaphore(0);
        private static final CountDownLatch PAPER = new CountDownLatch(1);

        @Override
        public String process(String page, TaskContext context) throws InterruptedException {
            if (page.startsWith("print")) {
                PRINTING.release();
                PAPER.await();
            }
            return page + " is done";
        }
    }

    public static void main(String[] arguments) throws Exception {
        var balances = new ConcurrentLinkedQueue<TaskHandle<Integer>>();
        // @start region="keys"
        try (var pool = TaskPool.of(Bookkeeper::new).size(4).start()) {
            for (int amount = 1; amount <= 100; amount++) {
                for (String account : List.of("anna", "ben", "cleo")) {
                    balances.add(pool.submit(
                            new Booking(account, amount), TaskOptions.none().withKey(account)));
                }
            }
        }
        // @end region="keys"
        for (TaskHandle<Integer> balance : balances) {
            balance.get();
        }
        new TreeMap<>(Bookkeeper.BOOKS)
                .forEach((account, book) -> System.out.println(account + ": " + book.size() + " bookings, in order: "
                        + book.equals(book.stream().sorted().toList()) + ", balance "
                        + book.stream().mapToInt(Integer::intValue).sum()));
        caps();
    }

    private static void caps() throws InterruptedException, ExecutionException {
        // @start region="caps"
        try (var pool = TaskPool.of(Printer::new)
                .size(3)
                .caps(Caps.none().kind("print", 1))
                .start()) {
            TaskOptions print = TaskOptions.none().withKind("print");
            TaskHandle<String> first = pool.submit("print 1", print);
            TaskHandle<String> second = pool.submit("print 2", print);
            // @end region="caps"
            Printer.PRINTING.acquire();
            System.out.println(pool.submit("reckon").get());
            pool.snapshot()
                    .gates()
                    .caps()
                    .forEach(cap -> System.out.println(cap.sort() + " " + cap.name() + ": " + cap.underWay() + " of "
                            + cap.most() + " under way, " + cap.waiting() + " waiting"));
            Printer.PAPER.countDown();
            System.out.println(first.get() + ", " + second.get());
        }
    }
}
