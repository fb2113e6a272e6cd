package dev.lifeguard.testkit.contract;

final class InProcessKeyContractTest extends KeyContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
