package dev.lifeguard.testkit.contract;

final class InProcessCancelContractTest extends CancelContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
