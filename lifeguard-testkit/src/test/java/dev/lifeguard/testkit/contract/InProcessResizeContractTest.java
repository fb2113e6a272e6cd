package dev.lifeguard.testkit.contract;

final class InProcessResizeContractTest extends ResizeContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
