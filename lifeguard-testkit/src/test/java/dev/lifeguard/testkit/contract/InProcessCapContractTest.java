package dev.lifeguard.testkit.contract;

final class InProcessCapContractTest extends CapContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
