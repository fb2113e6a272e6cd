package dev.lifeguard.testkit.contract;

final class InProcessOverloadContractTest extends OverloadContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
