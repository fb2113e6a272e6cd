package dev.lifeguard.testkit.contract;

final class InProcessDelayContractTest extends DelayContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
