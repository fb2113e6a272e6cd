package dev.lifeguard.testkit.contract;

final class InProcessLeaseContractTest extends LeaseContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
