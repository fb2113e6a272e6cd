package dev.lifeguard.testkit.contract;

final class InProcessLinesContractTest extends LinesContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
