package dev.lifeguard.testkit.contract;

final class InProcessSheddingContractTest extends SheddingContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
