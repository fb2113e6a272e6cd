package dev.lifeguard.process;

import dev.lifeguard.TaskContext;
import dev.lifeguard.Worker;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A worker that starts one process per task: a slot in which commands run one after another.
 *
 * <p>A command that ends with a code other than zero is a failed attempt, {@link CommandFailedException}, so that
 * the pool's retry applies. A cancel, a limit or an interrupt kills the command with its whole process group, as
 * far as {@link #containment} reaches. When the command has ended, its output is read to the end; processes
 * that it left in the background and that hold the output open get {@link #LEFTOVER_GRACE}, then they are killed.
 *
 * <p>The command runs in the environment of this JVM, with the additions of its {@link Command} and with
 * {@value #ATTEMPT_VARIABLE}, the number of the attempt from 1. It starts with the signals INT and QUIT ignored
 * when there is a guard. Use platform threads for these workers: their number is that of the processes anyway.
 */
public final class ExecWorker implements Worker<ExecTask, ExecResult> {
    /** The environment variable that holds the number of the attempt. */
    public static final String ATTEMPT_VARIABLE = "LIFEGUARD_ATTEMPT";

    /** How long processes that a command left in the background may keep its output open: 2 s. */
    public static final Duration LEFTOVER_GRACE = Duration.ofSeconds(2);

    private final Containment containment;

    /** Makes a worker with the best containment of this machine. */
    public ExecWorker() {
        this(Containment.available());
    }

    /**
     * Makes a worker with a certain containment.
     *
     * @param containment a grade that works on this machine; with another one no command starts
     */
    public ExecWorker(Containment containment) {
        this.containment = containment;
    }

    /**
     * Tells how surely this worker's commands can be killed.
     *
     * @return the grade in use
     */
    public Containment containment() {
        return containment;
    }

    /**
     * Runs the command of a task to its end.
     *
     * @return how it ended, with exit code 0
     * @throws CommandException when it did not end well, or could not be started
     * @throws IOException when a destination of its output could not be opened; it was not started
     * @throws InterruptedException when the worker was interrupted; the command was killed
     */
    @Override
    public ExecResult process(ExecTask task, TaskContext context) throws IOException, InterruptedException {
        return run(task, context.attempt(), kill -> context.onCancel(kill::run));
    }

    /**
     * Does what {@link #process} does, without a pool.
     *
     * @param attempt the number of the attempt, for the environment and the destinations
     * @param cancelHook is given, before the start, what kills the command
     */
    ExecResult run(ExecTask task, int attempt, Consumer<Runnable> cancelHook) throws IOException, InterruptedException {
        Command command = task.command().withVariable(ATTEMPT_VARIABLE, ByteString.utf8(String.valueOf(attempt)));
        var numbered = new ExecTask(command, task.input(), task.stdout(), task.stderr());
        OutputStream out = task.stdout().open(attempt);
        OutputStream err = openSecond(task.stderr(), attempt, out);
        var stdout = new OutputPump(command.tailBytes(), out);
        var stderr = new OutputPump(command.tailBytes(), err);
        var running = new RunningCommand(numbered, containment, stdout, stderr);
        cancelHook.accept(running::kill);
        ExecResult result = running.run();
        return judge(command, result, stdout.loss().or(stderr::loss));
    }

    private static OutputStream openSecond(OutputSink sink, int attempt, OutputStream first) throws IOException {
        try {
            return sink.open(attempt);
        } catch (IOException | RuntimeException refused) {
            first.close();
            throw refused;
        }
    }

    private static ExecResult judge(Command command, ExecResult result, Optional<IOException> loss) {
        int code = result.exit().code();
        if (code == Exit.NOT_FOUND || code == Exit.NOT_EXECUTABLE) {
            Optional<CommandNotStartedException> refusal = command.refusal();
            if (refusal.isPresent()) {
                throw refusal.get();
            }
        }
        if (loss.isPresent()) {
            throw new OutputLostException(result, loss.get());
        }
        if (!result.exit().ok()) {
            throw new CommandFailedException(result);
        }
        return result;
    }
}
