package dev.lifeguard.testkit.contract;

final class InProcessChangeContractTest extends ChangeContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
