package dev.lifeguard.testkit.contract;

final class InProcessWorkerMessageContractTest extends WorkerMessageContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
