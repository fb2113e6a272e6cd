package dev.lifeguard.testkit.contract;

final class InProcessSupervisionContractTest extends SupervisionContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
