package dev.lifeguard.testkit.contract;

final class InProcessSeeingContractTest extends SeeingContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
