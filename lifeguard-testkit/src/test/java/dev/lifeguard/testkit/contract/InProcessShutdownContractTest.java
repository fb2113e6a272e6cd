package dev.lifeguard.testkit.contract;

final class InProcessShutdownContractTest extends ShutdownContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
