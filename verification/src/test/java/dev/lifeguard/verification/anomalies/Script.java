package dev.lifeguard.verification.anomalies;

import dev.lifeguard.Cancel;
import dev.lifeguard.Change;
import dev.lifeguard.Channels;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.Lease;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.Limits;
import dev.lifeguard.Restart;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.control.Settings;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.policy.Backoff;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.timing.TimeSource;
import dev.lifeguard.verification.anomalies.UserCode.Place;
import java.time.Duration;
import java.util.List;

/** What happens in every life: a little of everything that a pool can do. */
final class Script {
    static final String POOL = "life";

    private static final int SIZE = 2;
    private static final int QUEUE = 16;
    private static final int MOST = 3;
    private static final long MILLI_NANOS = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMillis(20);
    private static final Limits LIMITS = Limits.none().withTotal(PATIENCE.multipliedBy(10));
    private static final Call CALL = (worker, payload, context) -> ((Job) payload).run((ToyWorker) worker, context);

    private final Life life;
    private final UserCode code;
    private final TimeSource time;
    private boolean submitted;

    Script(Life life, TimeSource time) {
        this.life = life;
        this.code = life.code;
        this.time = time;
    }

    static Settings settings(UserCode code) {
        Scaling scaling = Scaling.custom(1, MOST, code).every(Duration.ofMillis(10));
        var rules = new DataPlane.Rules(
                POOL,
                Settings.unfinished(QUEUE, SIZE, 0, scaling),
                WhenFull.block(PATIENCE),
                LIMITS,
                Retry.none(),
                // Not affine: that goes by the numbers of threads, which differ from life to life.
                WorkerOrder.FIFO,
                false,
                0,
                Channels.standard(),
                code,
                Policies.standard().with(scaling).with(Quarantine.after(2).keepFailed()));
        return new Settings(
                code,
                rules,
                SIZE,
                QUEUE,
                0,
                MILLI_NANOS,
                1,
                PATIENCE.multipliedBy(10).toNanos(),
                new HookLimits(PATIENCE, PATIENCE, PATIENCE, PATIENCE),
                new Escalation(Duration.ofMillis(3), Duration.ofMillis(5)),
                new Restart(Duration.ofMillis(1), Duration.ofMillis(50), 20, Duration.ofMillis(100), 0),
                MOST,
                WorkerThreads.VIRTUAL,
                LeaseLimits.standard(),
                Life.CLOSING,
                List.of(code::hear),
                MOST);
    }

    void begin() {
        life.act("submitter", this::submitter);
        life.act("lessee", this::lessee);
        life.act("operator", this::operator);
        life.act("keeper", this::keeper);
    }

    // Tasks.

    private void submitter() {
        await(submit("returns", TaskOptions.none(), context -> 1));
        flaky();
        await(submit("dies", TaskOptions.none(), context -> {
            throw new AssertionError("as written: its worker does not survive this");
        }));
        await(submit("soils", TaskOptions.none(), context -> {
            context.markDirty();
            return 1;
        }));
        chatty();
        stuck();
        await(submit("is late", TaskOptions.none().withLimits(LIMITS.withRun(Duration.ofMillis(5))), context -> {
            pause(50);
            return 1;
        }));
        TaskOptions gated = TaskOptions.none().withKey("a key").withDelay(Duration.ofMillis(2));
        List<Job> keyed = List.of(submit("is first of its key", gated, c -> 1), submit("is second", gated, c -> 1));
        keyed.forEach(this::await);
        submitted = true;
    }

    private void flaky() {
        var retry = Retry.attempts(3).on(code::again).backoff(Backoff.custom(Duration.ofMillis(5), code::backoff));
        Job flaky = submit("fails once", TaskOptions.none().withRetry(retry), context -> {
            context.progress(context.attempt());
            if (context.attempt() == 1) {
                throw new IllegalStateException("as written: it fails the first time");
            }
            return 1;
        });
        TaskHandle<Object> handle = flaky.handle();
        if (handle != null) {
            var same = handle.onProgress(value -> code.begins(Place.PROGRESS));
            life.verdicts.check(same.equals(handle), "a task has two handles");
            var told = handle.toStage()
                    .thenAccept(end -> code.begins(Place.STAGE))
                    .whenComplete((none, failure) -> life.verdicts.told(failure));
            life.watch(
                    "who waits for the end",
                    () -> told.exceptionally(failure -> null)
                            .toCompletableFuture()
                            .join());
            var settled = handle.settled().toCompletableFuture();
            life.watch("who waits for the worker", settled::join);
        }
        await(flaky);
    }

    private void chatty() {
        Job chatty = submit("chats", TaskOptions.none(), context -> {
            context.worker().emit("hello");
            context.receive(PATIENCE);
            context.partial("a part", PATIENCE);
            return 1;
        });
        TaskHandle<Object> handle = chatty.handle();
        if (handle != null) {
            handle.tell("go on");
            life.perform("submitter", () -> handle.nextPartial(PATIENCE));
            await(chatty);
        }
    }

    private void stuck() {
        Job stuck = submit("is stuck", TaskOptions.none(), context -> {
            boolean[] asked = new boolean[1];
            context.onCancel(() -> {
                asked[0] = true;
                code.begins(Place.CANCEL_HOOK);
            });
            while (!asked[0]) {
                pause(1);
            }
            return 1;
        });
        TaskHandle<Object> handle = stuck.handle();
        if (handle != null) {
            while (handle.taskState() == TaskState.QUEUED) {
                doze(2);
            }
            handle.cancel(Cancel.INTERRUPT);
            await(stuck);
        }
    }

    private Job submit(String name, TaskOptions options, Job.Body body) {
        var job = new Job(name, body, code);
        life.perform(
                "submitter",
                () -> job.submitted(Memory.atTheDoor(() -> life.engine().plane().submit(CALL, job, options))));
        life.jobs.add(job);
        return job;
    }

    private void await(Job job) {
        TaskHandle<Object> handle = job.handle();
        if (handle != null) {
            life.perform("submitter", handle::await);
        }
    }

    // Checkouts.

    private void lessee() {
        for (Lease.Verdict verdict : Lease.Verdict.values()) {
            life.perform("lessee", () -> lend(verdict));
            doze(1);
        }
    }

    private void lend(Lease.Verdict verdict) throws Exception {
        try (Lease<Object> lease = Memory.atTheDoor(() -> life.engine().plane().checkout(PATIENCE))) {
            var worker = (ToyWorker) lease.worker();
            worker.enter("a lessee");
            try {
                pause(2);
            } finally {
                worker.leave();
            }
            switch (verdict) {
                case OK -> {}
                case DIRTY -> lease.markDirty();
                case BROKEN -> lease.markBroken("as written");
            }
        }
    }

    // Whoever operates the pool.

    private void operator() {
        doze(3);
        life.engine().plane().mailroom().broadcast("news");
        life.perform("operator", () -> life.engine().plane().mailroom().ask(0, "a question", PATIENCE));
        life.engine().plane().mailroom().tell(1, "more news");
        for (Change change : List.of(
                new Change.Resize(MOST),
                new Change.Pause(),
                new Change.Resume(),
                new Change.DrainWorker(0),
                new Change.Resize(SIZE))) {
            life.perform("operator", () -> life.engine().operate(change, "the operator", "as written"));
            doze(2);
        }
        life.engine().snapshot();
    }

    private void keeper() {
        while (!submitted && life.isOpen()) {
            doze(2);
        }
        life.perform("keeper", () -> {
            var letters = life.engine().deadLetters(payload -> CALL);
            for (DeadLetter letter : letters.list(letter -> true, Long.MIN_VALUE, 1)) {
                ((Job) letter.payload()).revive();
                letters.retry(letter.number()).ifPresent(life.revived::add);
            }
            for (TaskHandle<Object> handle : life.revived) {
                handle.await();
            }
        });
    }

    // The end.

    /** Closes the pool while it has work, and a worker is lent. */
    void end() throws InterruptedException {
        batch();
        life.act("late lessee", () -> lend(Lease.Verdict.DIRTY));
        doze(1);
        life.drain();
    }

    private void batch() {
        List<Job> jobs = List.of(job("one of four"), job("two of four"), job("three of four"), job("four of four"));
        life.perform("submitter", () -> {
            List<TaskHandle<Object>> handles =
                    Memory.atTheDoor(() -> life.engine().plane().submitAll(CALL, jobs, TaskOptions.none()));
            for (int number = 0; number < jobs.size(); number++) {
                jobs.get(number).submitted(handles.get(number));
            }
        });
        life.jobs.addAll(jobs);
    }

    private Job job(String name) {
        return new Job(
                name,
                context -> {
                    pause(3);
                    return 1;
                },
                code);
    }

    /** Lets time pass outside of the pool, whoever interrupts. */
    private void doze(int millis) {
        long until = time.nanoTime() + millis * MILLI_NANOS;
        while (until - time.nanoTime() > 0) {
            time.parkUntil(this, until);
            Thread.interrupted();
        }
    }

    private void pause(int millis) throws InterruptedException {
        long until = time.nanoTime() + millis * MILLI_NANOS;
        while (until - time.nanoTime() > 0) {
            time.parkUntil(this, until);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted in a pause");
            }
        }
    }
}
