package dev.lifeguard.testkit.contract;

final class InProcessScalingContractTest extends ScalingContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
