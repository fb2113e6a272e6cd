package dev.lifeguard.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.process.ByteString;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTemplateTest {
    private static CommandTemplate template(boolean fed, String... parts) {
        return CommandTemplate.of(Arrays.stream(parts).map(ByteString::utf8).toList(), fed);
    }

    private static List<String> fill(CommandTemplate template, String task) {
        return template.fill(ByteString.utf8(task)).stream()
                .map(ByteString::toString)
                .toList();
    }

    @Test
    void eachPlaceIsReplacedAsItIs() {
        assertEquals(
                List.of("cp", "a 'b'; {}", "a 'b'; {}.bak"), fill(template(false, "cp", "{}", "{}.bak"), "a 'b'; {}"));
    }

    @Test
    void withoutAPlaceTheTaskIsTheLastArgument() {
        assertEquals(List.of("echo", "-n", "x"), fill(template(false, "echo", "-n"), "x"));
    }

    @Test
    void aTaskThatIsFedIsNotAppended() {
        assertEquals(List.of("cat"), fill(template(true, "cat"), "x"));
        assertEquals(List.of("cat", "x"), fill(template(true, "cat", "{}"), "x"));
    }

    @Test
    void theProgramItselfMayBeAPlace() {
        assertTrue(template(false, "echo", "{}").programIsFixed());
        assertFalse(template(false, "./{}").programIsFixed());
        assertEquals(List.of("./x"), fill(template(false, "./{}"), "x"));
    }
}
