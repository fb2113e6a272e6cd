package dev.lifeguard.testkit.engine;

import dev.lifeguard.testkit.contract.DistributedRecoveryContract;
import dev.lifeguard.testkit.contract.TestBroker;

final class SimulatedRecoveryContractTest extends DistributedRecoveryContract {

    @Override
    protected TestBroker newBroker() {
        return new SimulatedBroker();
    }
}
