package dev.lifeguard.testkit.contract;

import dev.lifeguard.Message;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Scripted workers that live in threads of this JVM. Any thread. */
@SuppressWarnings("InterruptedExceptionSwallowed") // A script throws whatever its task throws.
public final class InProcessWorkers implements ScriptedWorkers {

    private static final int MANY = 1_000_000;
    private static final Duration TICK = Duration.ofMillis(1);

    /** A gate: who arrives counts himself and waits for a permit that, once there, is there for all. */
    private static final class Gate {
        private final CountDownLatch open = new CountDownLatch(1);
        private final Queue<Boolean> arrivals = new ConcurrentLinkedQueue<>();
    }

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final CountDownLatch allOpen = new CountDownLatch(1);
    private final Map<Hook, Queue<Fault>> plans = new EnumMap<>(Hook.class);
    private final Map<Hook, Queue<Boolean>> calls = new EnumMap<>(Hook.class);
    private final Queue<Use> uses = new ConcurrentLinkedQueue<>();
    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
    private final Queue<Stop> stops = new ConcurrentLinkedQueue<>();
    private final Queue<String> misuses = new ConcurrentLinkedQueue<>();

    /** Workers without plans. */
    public InProcessWorkers() {
        for (Hook hook : Hook.values()) {
            plans.put(hook, new ConcurrentLinkedQueue<>());
            calls.put(hook, new ConcurrentLinkedQueue<>());
        }
    }

    @Override
    public PoolBuilder<Worker<Script, String>, TaskPool<Script, String>> pool() {
        return TaskPool.of(this::worker);
    }

    Worker<Script, String> worker() {
        return new ScriptedWorker(this);
    }

    @Override
    public WorkerDefinition<Worker<Script, String>> definition() {
        return WorkerDefinition.ofWorker(this::worker);
    }

    @Override
    public void plan(Hook hook, Fault fault, int times) {
        for (int planned = 0; planned < times; planned++) {
            queue(plans, hook).add(fault);
        }
    }

    @Override
    public void open(String gate) {
        gate(gate).open.countDown();
    }

    @Override
    public void openAll() {
        allOpen.countDown();
        gates.values().forEach(gate -> gate.open.countDown());
    }

    @Override
    public int arrived(String gate) {
        return gate(gate).arrivals.size();
    }

    @Override
    public List<Use> uses() {
        return List.copyOf(uses);
    }

    @Override
    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    @Override
    public List<Stop> stops() {
        return List.copyOf(stops);
    }

    @Override
    public int calls(Hook hook) {
        return queue(calls, hook).size();
    }

    @Override
    public List<String> misuses() {
        return List.copyOf(misuses);
    }

    private static <V> Queue<V> queue(Map<Hook, Queue<V>> queues, Hook hook) {
        Queue<V> queue = queues.get(hook);
        if (queue == null) {
            throw new AssertionError("Every hook has a queue.");
        }
        return queue;
    }

    private Gate gate(String name) {
        Gate gate = gates.computeIfAbsent(name, fresh -> new Gate());
        if (allOpen.getCount() == 0) {
            gate.open.countDown();
        }
        return gate;
    }

    private String hold(String name) throws InterruptedException {
        Gate gate = gate(name);
        gate.arrivals.add(true);
        gate.open.await();
        return name;
    }

    private String holdDeaf(String name) {
        Gate gate = gate(name);
        gate.arrivals.add(true);
        boolean interrupted = false;
        while (true) {
            try {
                gate.open.await();
                break;
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return name;
    }

    /** {@return whether the hook must say no} Counts the call and plays the fault that is planned for it. */
    private boolean play(Hook hook) {
        queue(calls, hook).add(true);
        @Nullable Fault fault = queue(plans, hook).poll();
        if (fault == Fault.HANG) {
            holdDeaf(hook.name());
        }
        return fault == Fault.FAIL;
    }

    /** A worker: one permit stands for the right to use it, so two users at once are seen. */
    private static final class ScriptedWorker implements Worker<Script, String> {

        private final InProcessWorkers all;
        private final Semaphore use = new Semaphore(MANY);
        private final Queue<StopReason> stopped = new ConcurrentLinkedQueue<>();
        private WorkerId self = new WorkerId("none", 0, 0);

        ScriptedWorker(InProcessWorkers all) {
            this.all = all;
        }

        @Override
        public void start(WorkerContext context) {
            self = context.id();
            if (all.play(Hook.START)) {
                throw new IllegalStateException("planned failure of the start hook");
            }
        }

        @Override
        public boolean healthy() {
            return !all.play(Hook.HEALTHY);
        }

        @Override
        public void reset() {
            enter("reset");
            try {
                if (all.play(Hook.RESET)) {
                    throw new IllegalStateException("planned failure of the reset hook");
                }
            } finally {
                use.release(MANY);
            }
        }

        @Override
        public void receive(Message message) {
            enter("a message");
            try {
                hear(message);
                if (all.play(Hook.RECEIVE)) {
                    throw new IllegalStateException("planned failure of the receive hook");
                }
                if (message.body().equals(Script.FATAL)) {
                    throw new AssertionError("the message is fatal");
                }
                answer(message);
            } finally {
                use.release(MANY);
            }
        }

        private void hear(Message message) {
            if (!stopped.isEmpty()) {
                all.misuses.add(self + " reads " + message.body() + " after its stop for " + stopped);
            }
            all.heard.add(new Heard(self, message.body()));
        }

        private static void answer(Message message) {
            if (message.wantsReply() && !message.body().equals(Script.UNANSWERED)) {
                message.reply("re: " + message.body());
            }
        }

        @Override
        public void stop(StopReason reason) {
            enter("stop");
            try {
                if (!stopped.isEmpty()) {
                    all.misuses.add(self + " is stopped again for " + reason + " after " + stopped);
                }
                stopped.add(reason);
                all.stops.add(new Stop(self, reason));
                if (all.play(Hook.STOP)) {
                    throw new IllegalStateException("planned failure of the stop hook");
                }
            } finally {
                use.release(MANY);
            }
        }

        @Override
        public String process(Script task, TaskContext context) throws Exception {
            enter(task.toString());
            try {
                if (!stopped.isEmpty()) {
                    all.misuses.add(self + " is used for " + task + " after its stop for " + stopped);
                }
                all.uses.add(new Use(self, task));
                return run(task, context);
            } finally {
                use.release(MANY);
            }
        }

        private void enter(String what) {
            if (!use.tryAcquire(MANY)) {
                all.misuses.add(self + " is used for " + what + " while somebody else uses it");
                use.acquireUninterruptibly(MANY);
            }
        }

        private String run(Script task, TaskContext context) throws Exception {
            return switch (task) {
                case Script.Say say -> say.value();
                case Script.Fail fail -> throw new IllegalStateException(fail.message());
                case Script.Die die -> throw new AssertionError(die.message());
                case Script.Hold hold -> all.hold(hold.gate());
                case Script.HoldDeaf hold -> all.holdDeaf(hold.gate());
                case Script.Obey obey -> obey(obey.gate(), context);
                case Script.Report report -> {
                    for (int step = 1; step <= report.steps(); step++) {
                        context.progress(step);
                    }
                    yield all.hold(report.gate());
                }
                case Script.KeepReporting keep -> {
                    Gate gate = all.gate(keep.gate());
                    gate.arrivals.add(true);
                    while (!gate.open.await(1, TimeUnit.MILLISECONDS)) {
                        context.progress("alive");
                    }
                    yield keep.gate();
                }
                case Script.FailUntil until -> {
                    if (context.attempt() < until.attempt()) {
                        throw new IllegalStateException("attempt " + context.attempt());
                    }
                    yield String.valueOf(context.attempt());
                }
                case Script.DieUntil until -> {
                    if (context.attempt() < until.attempt()) {
                        throw new AssertionError("attempt " + context.attempt());
                    }
                    yield String.valueOf(context.attempt());
                }
                case Script.DieUnless die -> {
                    if (all.gate(die.gate()).open.getCount() > 0) {
                        throw new AssertionError("the gate is closed");
                    }
                    yield die.gate();
                }
                case Script.Climb climb -> climb(climb, context);
                case Script.HoldDeafOnce once ->
                    context.attempt() == 1 ? all.holdDeaf(once.gate()) : String.valueOf(context.attempt());
                case Script.Converse converse -> {
                    Gate gate = all.gate(converse.gate());
                    gate.arrivals.add(true);
                    if (context.attempt() < converse.attempt()) {
                        gate.open.await();
                        throw new IllegalStateException("attempt " + context.attempt());
                    }
                    yield read(gate, context, () -> context.receive(TICK));
                }
                case Script.ReadMail mail -> {
                    Gate gate = all.gate(mail.gate());
                    gate.arrivals.add(true);
                    yield read(gate, context, () -> pollPatiently(gate, context));
                }
                case Script.Deliver deliver -> {
                    int taken = 0;
                    for (int part = 1; part <= deliver.parts(); part++) {
                        taken += context.partial(part, Duration.ofMillis(deliver.patienceMillis())) ? 1 : 0;
                    }
                    yield String.valueOf(taken);
                }
                case Script.Emit emit -> {
                    int taken = 0;
                    for (int value = 1; value <= emit.values(); value++) {
                        taken += context.worker().emit(value) ? 1 : 0;
                    }
                    yield String.valueOf(taken);
                }
                case Script.KeepBeating keep -> {
                    Gate gate = all.gate(keep.gate());
                    gate.arrivals.add(true);
                    while (!gate.open.await(1, TimeUnit.MILLISECONDS)) {
                        if (keep.asWorker()) {
                            context.worker().heartbeat();
                        } else {
                            context.heartbeat();
                        }
                    }
                    yield keep.gate();
                }
                case Script.Soil soil -> {
                    context.markDirty();
                    yield soil.value();
                }
                case Script.Break broken -> {
                    context.markBroken("the script says so");
                    yield broken.value();
                }
            };
        }

        /** A checkpoint is the last step and where the attempts before began. */
        private static String climb(Script.Climb climb, TaskContext context) {
            String[] before = context.checkpoint().orElse("0:").toString().split(":", -1);
            int done = Integer.parseInt(before[0]);
            String begun = (before[1] + " " + (done + 1)).strip();
            for (int step = done + 1; step <= climb.steps(); step++) {
                if (step > done + climb.inOneAttempt()) {
                    throw new AssertionError("it falls behind step " + (step - 1));
                }
                context.progress(step + ":" + begun);
            }
            return begun;
        }

        private String read(Gate gate, TaskContext context, Callable<Optional<Message>> next) throws Exception {
            int count = 0;
            boolean over = false;
            while (!over) {
                // First this and then the message: what came before the gate was opened is read.
                over = gate.open.getCount() == 0 || context.cancelled();
                Optional<Message> message = next.call();
                if (message.isPresent()) {
                    hear(message.get());
                    answer(message.get());
                    count++;
                    over = false;
                }
            }
            return String.valueOf(count);
        }

        private static Optional<Message> pollPatiently(Gate gate, TaskContext context) throws InterruptedException {
            Optional<Message> message = context.worker().poll();
            if (message.isEmpty() && !gate.open.await(1, TimeUnit.MILLISECONDS)) {
                message = context.worker().poll();
            }
            return message;
        }

        private String obey(String name, TaskContext context) throws Exception {
            Gate gate = all.gate(name);
            gate.arrivals.add(true);
            var asked = new CountDownLatch(1);
            context.onCancel(asked::countDown);
            while (gate.open.getCount() > 0 && !asked.await(1, TimeUnit.MILLISECONDS)) {
                context.progress("waiting");
            }
            context.checkCancelled();
            return name;
        }
    }
}
