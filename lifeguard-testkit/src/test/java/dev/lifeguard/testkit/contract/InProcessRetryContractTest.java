package dev.lifeguard.testkit.contract;

final class InProcessRetryContractTest extends RetryContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
