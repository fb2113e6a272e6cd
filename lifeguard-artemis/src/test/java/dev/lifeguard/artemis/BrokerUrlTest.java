package dev.lifeguard.artemis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a broker is: what is understood, and what is refused before anything connects. */
final class BrokerUrlTest {

    @Test
    void urlsAreReadInTheirOrder() {
        assertEquals(
                List.of(
                        new BrokerUrl("tcp", "127.0.0.1", 61_616),
                        new BrokerUrl("ssl", "broker.example", 61_617),
                        new BrokerUrl("vm", "0", 0)),
                BrokerUrl.parse("tcp://127.0.0.1:61616, ssl://broker.example:61617,vm://0", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tcp://",
                "tcp://host",
                "tcp://host:0",
                "tcp://host:65536",
                "http://host:1",
                "tcp://host:1?user=x",
                "tcp://user:secret@host:1",
                "tcp://127.0.0.1:1,,tcp://127.0.0.1:2"
            })
    void whatIsNoUrlIsRefused(String url) {
        assertThrows(IllegalArgumentException.class, () -> BrokerUrl.parse(url, true));
    }

    @Test
    void anotherMachineWithoutTlsIsRefusedUnlessItWasAskedFor() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> ArtemisEngine.at("tcp://broker.example:61616", "user", "secret"));
        assertTrue(String.valueOf(refused.getMessage()).contains("ssl://"), refused::getMessage);
        var local = ArtemisEngine.at("tcp://localhost:61616", "user", "secret");
        assertEquals(1, BrokerUrl.parse("tcp://broker.example:61616", true).size());
        assertFalse(local.plaintext());
        assertTrue(local.withPlaintext().plaintext());
    }

    @Test
    void thePasswordIsInNoText() {
        assertFalse(ArtemisEngine.at("tcp://localhost:61616", "user", "secret")
                .toString()
                .contains("secret"));
    }

    @Test
    void limitsThatCouldOnlyHurtAreRefused() {
        var settings = ArtemisEngine.at("tcp://localhost:61616", "user", "secret");
        assertThrows(IllegalArgumentException.class, () -> settings.withLease(Duration.ofMillis(499)));
        assertThrows(IllegalArgumentException.class, () -> settings.withPatience(Duration.ofMillis(99)));
    }
}
