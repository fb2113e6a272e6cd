package dev.lifeguard.testkit.contract;

final class InProcessCheckoutContractTest extends CheckoutContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
