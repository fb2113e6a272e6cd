package dev.lifeguard.testkit.contract;

final class InProcessMapContractTest extends MapContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
