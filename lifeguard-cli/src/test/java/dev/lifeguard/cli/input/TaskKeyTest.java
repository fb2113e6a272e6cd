package dev.lifeguard.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.process.ByteString;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskKeyTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"a b c,1,a", "a b c,3,c", "a b c,4,", "  a\t\tb  ,2,b", "'   ',1,", "abc,1,abc"})
    void fieldsAreSeparatedByBlanks(String task, int field, String expected) {
        assertEquals(Optional.ofNullable(expected).map(ByteString::utf8), TaskKey.field(ByteString.utf8(task), field));
    }
}
