package dev.lifeguard.artemis;

import dev.lifeguard.testkit.contract.DistributedTaskContract;
import dev.lifeguard.testkit.contract.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class ArtemisTaskContractTest extends DistributedTaskContract {

    @TempDir
    private Path directory;

    @Override
    protected TestBroker newBroker() {
        return new EmbeddedTestBroker(directory);
    }
}
