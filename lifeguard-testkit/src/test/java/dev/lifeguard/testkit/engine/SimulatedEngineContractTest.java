package dev.lifeguard.testkit.engine;

import dev.lifeguard.testkit.contract.EngineContract;
import dev.lifeguard.testkit.contract.TestBroker;

final class SimulatedEngineContractTest extends EngineContract {

    @Override
    protected TestBroker broker() {
        return new SimulatedBroker();
    }
}
