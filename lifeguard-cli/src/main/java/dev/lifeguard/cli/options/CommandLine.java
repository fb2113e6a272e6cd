package dev.lifeguard.cli.options;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A command line that was read: which options were given, and where the rest begins.
 *
 * @param values the given options by long name; a switch has the empty value
 * @param rest the index of the first argument that is neither an option nor a value of one, and of no {@code --}
 */
public record CommandLine(Map<String, String> values, int rest) {
    /** Makes the values unchangeable. */
    public CommandLine {
        values = Map.copyOf(values);
    }

    /**
     * Tells whether an option was given.
     *
     * @param option its long name
     * @return true when it was
     */
    public boolean has(String option) {
        return values.containsKey(option);
    }

    /**
     * Reads the value of an option.
     *
     * @param option its long name
     * @param reading how the text becomes a value
     * @param <T> the type of the value
     * @return the value, or empty when the option was not given
     * @throws UsageException with the option's name before the message of {@code reading}, when that refuses the text
     */
    public <T> Optional<T> value(String option, Function<String, T> reading) {
        String text = values.get(option);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.apply(text));
        } catch (UsageException refused) {
            throw new UsageException("--" + option + ": " + refused.getMessage());
        }
    }
}
