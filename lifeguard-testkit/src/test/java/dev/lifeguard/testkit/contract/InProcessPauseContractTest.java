package dev.lifeguard.testkit.contract;

final class InProcessPauseContractTest extends PauseContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
