package dev.lifeguard.cli.endtoend;

import dev.lifeguard.cli.endtoend.Program.Ended;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The programs that one test has started. Those that still run after it, because it failed, are ended. */
final class Programs implements AfterEachCallback {
    private final List<Program> started = new ArrayList<>();

    /** Starts {@code lifeguard} with these arguments. An interrupt is heard, however the tests were started. */
    Program start(String... arguments) {
        return startUnder(List.of(), arguments);
    }

    /** Starts it through another command, which becomes it. */
    Program startUnder(List<String> other, String... arguments) {
        Program program = Program.start(other, List.of(arguments));
        started.add(program);
        return program;
    }

    /** Runs {@code lifeguard run} with this input to its end. */
    Ended run(String input, String... arguments) {
        return run(input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    Ended run(byte[] input, String... arguments) {
        var all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments));
        Program program = start(all.toArray(String[]::new));
        program.feed(input);
        return program.end();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        // Its commands die with it; that they do is tested on its own.
        started.forEach(Program::kill);
    }
}
