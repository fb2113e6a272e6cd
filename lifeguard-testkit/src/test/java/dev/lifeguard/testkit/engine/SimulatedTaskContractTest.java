package dev.lifeguard.testkit.engine;

import dev.lifeguard.testkit.contract.DistributedTaskContract;
import dev.lifeguard.testkit.contract.TestBroker;

final class SimulatedTaskContractTest extends DistributedTaskContract {

    @Override
    protected TestBroker newBroker() {
        return new SimulatedBroker();
    }
}
