package dev.lifeguard.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionTableTest {
    private static final OptionTable TABLE = new OptionTable(Map.of(
            "All",
            List.of(
                    Option.valued("jobs", "N", "how many").letter('j'),
                    Option.valued("timeout", "TIME", "how long", "at most"),
                    Option.flag("null", "NUL").letter('0'),
                    Option.flag("quiet", "silence").letter('q'))));

    private static CommandLine read(String... arguments) {
        return TABLE.read(List.of(arguments), 0);
    }

    @Test
    void understandsEveryWayToWriteAnOption() {
        for (String[] way :
                new String[][] {{"-j", "4"}, {"-j4"}, {"--jobs", "4"}, {"--jobs=4"}, {"-0j4"}, {"-0qj", "4"}}) {
            CommandLine line = read(way);
            assertEquals("4", line.values().get("jobs"), String.join(" ", way));
            assertEquals(way.length, line.rest());
        }
    }

    @Test
    void optionsEndAtTwoDashesAndAtTheFirstOtherWord() {
        assertEquals(2, read("-q", "--", "-j", "4").rest());
        assertEquals(1, read("-q", "echo", "-j", "4").rest());
        assertEquals(Map.of("quiet", ""), read("-q", "echo", "-j", "4").values());
        assertEquals(0, read("-").rest());
    }

    @Test
    void aValueMayLookLikeAnOption() {
        assertEquals("--", read("--jobs", "--").values().get("jobs"));
        assertEquals("", read("--jobs=").values().get("jobs"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --nope        | there is no option --nope; --help lists them all.
                    --timout=1s   | there is no option --timout; did you mean --timeout?
                    --time        | there is no option --time; did you mean --timeout?
                    -x            | there is no option -x; --help lists them all.
                    -qx           | there is no option -x (in -qx); --help lists them all.
                    --jobs        | --jobs needs a value: expected N, got nothing.
                    --quiet=yes   | --quiet takes no value, got "yes".
                    -j1 --jobs=2  | --jobs is given twice: expected it once, got "1" and "2".
                    -qq           | --quiet is given twice: expected it once, got two.
                    """)
    void refusesWithExpectedAndGot(String arguments, String message) {
        var refusal = assertThrows(UsageException.class, () -> read(arguments.split(" ")));
        assertEquals(message, refusal.getMessage());
    }

    @Test
    void aRefusedValueNamesItsOption() {
        CommandLine line = read("--jobs", "many");
        var refusal = assertThrows(UsageException.class, () -> line.value("jobs", text -> Quantity.count(text, 1, 8)));
        assertEquals("--jobs: expected a whole number from 1 to 8, got \"many\".", refusal.getMessage());
    }

    @Test
    void theHelpListsEveryOptionInLinesThatFit() {
        String help = TABLE.help();
        assertTrue(help.contains("  -j, --jobs N            how many\n"), help);
        assertTrue(help.contains("      --timeout TIME      how long\n                          at most\n"), help);
    }
}
