package dev.lifeguard.artemis;

import dev.lifeguard.artemis.embedded.EmbeddedBroker;
import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.testkit.contract.TestBroker;
import java.nio.file.Path;

/** The embedded broker as the suites mistreat it. */
final class EmbeddedTestBroker implements TestBroker {

    private final EmbeddedBroker.Settings settings;
    private EmbeddedBroker broker;

    EmbeddedTestBroker(Path directory) {
        EmbeddedBroker first = EmbeddedBroker.in(directory).withTasks(TASKS).start();
        this.broker = first;
        this.settings = EmbeddedBroker.in(directory)
                .withTasks(TASKS)
                .withPort(Integer.parseInt(first.url().substring(first.url().lastIndexOf(':') + 1)));
    }

    @Override
    public Engine connect() {
        return broker.engine();
    }

    @Override
    public void kill(Engine process) {
        ((ArtemisEngine) process).die();
    }

    @Override
    public void restart() {
        String password = broker.settings().password();
        broker.close();
        broker = settings.withPassword(password).start();
    }

    @Override
    public void close() {
        broker.close();
    }
}
