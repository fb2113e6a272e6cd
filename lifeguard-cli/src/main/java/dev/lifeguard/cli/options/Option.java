package dev.lifeguard.cli.options;

import java.util.List;
import java.util.Optional;

/**
 * One row of the table of options.
 *
 * @param name the long name, without its dashes
 * @param letter the short name, if it has one
 * @param value what stands for the value in the help, or empty for a switch
 * @param help one or more lines that say what it does
 */
public record Option(String name, Optional<Character> letter, Optional<String> value, List<String> help) {
    /**
     * Describes an option with a value.
     *
     * @param name the long name
     * @param value what stands for the value in the help
     * @param help the lines of the help
     * @return the row
     */
    public static Option valued(String name, String value, String... help) {
        return new Option(name, Optional.empty(), Optional.of(value), List.of(help));
    }

    /**
     * Describes an option without a value.
     *
     * @param name the long name
     * @param help the lines of the help
     * @return the row
     */
    public static Option flag(String name, String... help) {
        return new Option(name, Optional.empty(), Optional.empty(), List.of(help));
    }

    /**
     * Gives the option a short name.
     *
     * @param shortName one letter or digit
     * @return the row with it
     */
    public Option letter(char shortName) {
        return new Option(name, Optional.of(shortName), value, help);
    }

    /** The option as a person writes it: {@code -j, --jobs N}. */
    String usage() {
        String start = letter.map(c -> "-" + c + ", ").orElse("    ");
        return start + "--" + name + value.map(v -> " " + v).orElse("");
    }
}
