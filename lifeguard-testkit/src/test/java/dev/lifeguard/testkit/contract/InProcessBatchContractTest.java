package dev.lifeguard.testkit.contract;

final class InProcessBatchContractTest extends BatchContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
