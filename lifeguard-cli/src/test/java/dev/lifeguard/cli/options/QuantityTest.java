package dev.lifeguard.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "1.5m, PT1M30S", "1h, PT1H", "2d, PT48H", "0.001ms, PT0.000001S"})
    void readsDurations(String text, String expected) {
        assertEquals(Duration.parse(expected), Quantity.duration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "30", "-1s", "0s", "1 s", "1y", "99999d", "1e3s", "1.s", "١s"})
    void refusesWhatIsNoDuration(String text) {
        assertThrows(UsageException.class, () -> Quantity.duration(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "500, 500", "8k, 8192", "1.5K, 1536", "1m, 1048576"})
    void readsSizes(String text, int expected) {
        assertEquals(expected, Quantity.size(text, 1 << 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "1g", "2m", "-1", "999999999999"})
    void refusesWhatIsNoSize(String text) {
        assertThrows(UsageException.class, () -> Quantity.size(text, 1 << 20));
    }

    @Test
    void countsHaveARange() {
        assertEquals(8, Quantity.count("8", 1, 8));
        assertThrows(UsageException.class, () -> Quantity.count("0", 1, 8));
        assertThrows(UsageException.class, () -> Quantity.count("9", 1, 8));
        assertThrows(UsageException.class, () -> Quantity.count("9999999999999999999", 1, Long.MAX_VALUE));
    }
}
