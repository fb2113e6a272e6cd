package dev.lifeguard.testkit.engine;

import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.testkit.contract.TestBroker;
import java.time.Duration;

/** The simulated engine as the suites mistreat it. */
final class SimulatedBroker implements TestBroker {

    private final SimulatedEngine engine = SimulatedEngine.inRealTime(1, TASKS);

    @Override
    public Engine connect() {
        return engine.connect();
    }

    @Override
    public void kill(Engine process) {
        engine.kill(process);
    }

    @Override
    public void restart() {
        engine.restart(Duration.ZERO);
    }

    @Override
    public void close() {
        engine.close();
    }
}
