package dev.lifeguard.process;

import static dev.lifeguard.process.Commands.alive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What one test has started. It ends after the test even when the test failed, so that one failure does not make
 * failures of the tests after it.
 */
final class Started implements AfterEachCallback {
    private static final AtomicInteger MARKS = new AtomicInteger();

    private final List<Background> commands = new ArrayList<>();
    private final List<String> marks = new ArrayList<>();

    /** A number of seconds to sleep that no other process of this machine sleeps: it marks a process. */
    String mark() {
        // All digits of the pid, because a process is found by a part of its command line.
        String mark = "%07d.%d".formatted(ProcessHandle.current().pid(), 1000 + MARKS.incrementAndGet());
        marks.add(mark);
        return mark;
    }

    Background start(Command command) {
        return start(ExecTask.of(command), Containment.available());
    }

    Background start(ExecTask task, Containment grade) {
        var command = new Background(task, grade);
        commands.add(command);
        return command;
    }

    @Override
    public void afterEach(ExtensionContext test) throws InterruptedException {
        try {
            commands.forEach(Background::interrupt);
            for (Background command : commands) {
                command.awaitEnd();
            }
        } finally {
            marks.forEach(Started::killMarked);
        }
    }

    private static void killMarked(String mark) {
        for (String process : alive(mark)) {
            ProcessHandle.of(Commands.pid(process)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
