package dev.lifeguard.benchmarks.race;

import org.jspecify.annotations.Nullable;

/**
 * What we want to reach: a line of the table with which the project began. The bounds stand with the comparisons, because
 * some lines have one for each number of threads.
 */
enum Goal {
    CHECKOUT_BAG("checkout and return, pool of 8, 1, 2 and 8 platform threads", "HikariCP's bag"),
    CHECKOUT_STORMPOT("the same", "Stormpot"),
    CHECKOUT_QUEUE("the same", "ArrayBlockingQueue as a pool"),
    CROWD_THROUGHPUT("checkout and return, 64 platform threads on 8 workers: throughput", "HikariCP's bag"),
    CROWD_LONGEST("the same: the longest wait", "HikariCP's bag"),
    CROWD_SHARE("the same: the slowest thread's share of the fastest's", "nobody: our own bound"),
    CHECKOUT_SEMAPHORE("checkout and return, pool of 8, 1, 2 and 8 platform threads", "Semaphore and deque"),
    CHECKOUT_COMMONS("the same", "Commons Pool"),
    VIRTUAL_THROUGHPUT(
            "checkout and return, 1,000 virtual threads on 50 workers: throughput",
            "the best of HikariCP's bag and Stormpot"),
    VIRTUAL_TAIL("the same: p99 of the waits", "the best of HikariCP's bag and Stormpot"),
    SUBMIT_ONE(
            "submit and await each outcome, empty tasks, 2 and 8 workers, 1 submitter",
            "ThreadPoolExecutor, array queue"),
    SUBMIT_FOUR("the same, 4 submitters", "ThreadPoolExecutor, array queue"),
    SUBMIT_LATCH("the same tasks, one latch for all of a batch", "ThreadPoolExecutor, array queue"),
    SUBMIT_LINKED("submit and await each outcome, 1 submitter", "ThreadPoolExecutor, linked queue"),
    SUBMIT_FORK_JOIN("the same", "ForkJoinPool"),
    SUBMIT_VIRTUAL("the same", "a virtual thread for each task"),
    SUBMIT_SEMAPHORE("the same", "the same behind a Semaphore"),
    ROUND_TRIP_PLATFORM("round trip of one task, p50 and p99, platform workers", "ThreadPoolExecutor"),
    ROUND_TRIP_VIRTUAL("round trip of one task, p50 and p99, virtual workers", "a virtual thread for each task"),
    OVERLOAD(
            "p99.9 of the waits of admitted tasks at twice the load, shedding on",
            "nobody: twice the target of 50 ms, and a task of 5 ms"),
    DEATH_THREAD("death of a worker until its replacement serves", "the start of a bare thread"),
    DEATH_PROCESS(
            "the same, a worker in a child process",
            "the start of a bare process",
            "there is no worker in a child process yet that outlives its task"),
    WORKERS_TASK("10 to 10,000 workers: cost of a task", "ourselves with 10 workers"),
    WORKERS_CHECKOUT("10 to 10,000 workers: cost of a checkout", "ourselves with 10 workers"),
    QUEUE_TASK("1,000 to 1,000,000 queued: cost of a task", "ourselves with 1,000 queued"),
    QUEUED_BYTES("bytes of a queued task beside the user's object", "nobody: our own bound"),
    IDLE_BYTES("bytes of an idle virtual worker", "nobody: our own bound"),
    POOLBOY_CHECKOUT("checkout and return, 8 callers on 8 workers", "poolboy: checkout and checkin"),
    POOLBOY_CALL("submit and await the outcome", "poolboy: a transaction with a call");

    private final String work;
    private final String rival;
    private final @Nullable String whyNotMeasured;

    Goal(String work, String rival) {
        this(work, rival, null);
    }

    Goal(String work, String rival, @Nullable String whyNotMeasured) {
        this.work = work;
        this.rival = rival;
        this.whyNotMeasured = whyNotMeasured;
    }

    String work() {
        return work;
    }

    String rival() {
        return rival;
    }

    /** {@return why no heat is about it, when none is} */
    @Nullable
    String whyNotMeasured() {
        return whyNotMeasured;
    }
}
