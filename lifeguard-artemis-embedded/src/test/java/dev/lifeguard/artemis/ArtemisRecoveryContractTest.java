package dev.lifeguard.artemis;

import dev.lifeguard.testkit.contract.DistributedRecoveryContract;
import dev.lifeguard.testkit.contract.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class ArtemisRecoveryContractTest extends DistributedRecoveryContract {

    @TempDir
    private Path directory;

    @Override
    protected TestBroker newBroker() {
        return new EmbeddedTestBroker(directory);
    }
}
