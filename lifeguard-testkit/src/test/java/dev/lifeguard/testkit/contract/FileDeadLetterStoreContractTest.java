package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.deadletter.FileDeadLetters;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileDeadLetterStoreContractTest extends DeadLetterStoreContract {

    @TempDir
    Path directory = Path.of("");

    private int tests;

    @Override
    protected void prepare() {
        tests++;
    }

    @Override
    protected DeadLetterStore open(int bound, DeadLetterStore.WhenFull whenFull) {
        return FileDeadLetters.at(directory.resolve("letters" + tests))
                .bound(bound, 1 << 20)
                .whenFull(whenFull)
                .tell(message -> fail("the file is found damaged: " + message))
                .open();
    }

    @Override
    protected boolean outlivesItsClose() {
        return true;
    }
}
