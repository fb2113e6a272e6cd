package dev.lifeguard.process;

import static dev.lifeguard.process.Commands.alive;
import static dev.lifeguard.process.Commands.sleeping;
import static dev.lifeguard.process.Commands.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone, because it takes many processes and threads. */
@Isolated
@Timeout(180)
class ManyCommandsTest {
    /** More than the scheduler of virtual threads has spare carriers (256). */
    private static final int MANY = 270;

    @RegisterExtension
    private final Started started = new Started();

    /** A virtual thread that reads a pipe holds its carrier; were these readers virtual, nothing else would run. */
    @Test
    void virtualThreadsRunWhileMoreCommandsAreReadThanThereAreCarriers() throws InterruptedException {
        String mark = started.mark();
        List<Background> running = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            running.add(started.start(Command.of("sleep", mark)));
        }
        soon().atMost(Duration.ofSeconds(40)).until(() -> sleeping(mark).size() == MANY);
        Thread other = Thread.ofVirtual().start(() -> {});
        assertTrue(other.join(Duration.ofSeconds(20)), "a virtual thread that does nothing must end");
        running.forEach(Background::kill);
        running.forEach(command -> assertTrue(command.result().exit().killedByUs()));
        soon().untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }
}
