package dev.lifeguard.testkit.contract;

final class InProcessRateContractTest extends RateContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
