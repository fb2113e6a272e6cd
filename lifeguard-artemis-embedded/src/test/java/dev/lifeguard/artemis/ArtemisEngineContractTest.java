package dev.lifeguard.artemis;

import dev.lifeguard.testkit.contract.EngineContract;
import dev.lifeguard.testkit.contract.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class ArtemisEngineContractTest extends EngineContract {

    @TempDir
    private Path directory;

    @Override
    protected TestBroker broker() {
        return new EmbeddedTestBroker(directory);
    }
}
