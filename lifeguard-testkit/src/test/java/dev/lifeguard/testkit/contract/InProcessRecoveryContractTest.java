package dev.lifeguard.testkit.contract;

final class InProcessRecoveryContractTest extends RecoveryContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
