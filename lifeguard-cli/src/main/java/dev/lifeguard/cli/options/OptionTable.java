package dev.lifeguard.cli.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a command: reads a command line by them and describes them.
 *
 * <p>{@code --name value}, {@code --name=value}, {@code -n value}, {@code -nvalue}, and letters of switches together
 * are understood. Options end at {@code --} or at the first argument that is none, so that the options of a
 * command that follows are left to it.
 *
 * @param groups the rows under their headings, in the order of the help
 */
public record OptionTable(Map<String, List<Option>> groups) {
    private static final int HELP_COLUMN = 26;

    /**
     * Reads a command line.
     *
     * @param arguments all arguments
     * @param from the index of the first that may be an option
     * @return what was given
     * @throws UsageException when an option is unknown, lacks its value, has one too many, or is given twice
     */
    public CommandLine read(List<String> arguments, int from) {
        var values = new LinkedHashMap<String, String>();
        int next = from;
        while (next < arguments.size()) {
            String argument = arguments.get(next);
            if (argument.equals("--")) {
                return new CommandLine(values, next + 1);
            }
            if (!argument.startsWith("-") || argument.equals("-")) {
                break;
            }
            next = argument.startsWith("--") ? readLong(arguments, next, values) : readLetters(arguments, next, values);
        }
        return new CommandLine(values, next);
    }

    private int readLong(List<String> arguments, int at, Map<String, String> values) {
        String argument = arguments.get(at);
        int equals = argument.indexOf('=');
        String name = argument.substring(2, equals < 0 ? argument.length() : equals);
        Option option = named(name);
        if (option.value().isEmpty()) {
            if (equals >= 0) {
                throw new UsageException(
                        "--" + name + " takes no value, got \"" + argument.substring(equals + 1) + "\".");
            }
            put(option, "", values);
            return at + 1;
        }
        if (equals >= 0) {
            put(option, argument.substring(equals + 1), values);
            return at + 1;
        }
        put(option, valueAfter(option, arguments, at), values);
        return at + 2;
    }

    private int readLetters(List<String> arguments, int at, Map<String, String> values) {
        String argument = arguments.get(at);
        for (int i = 1; i < argument.length(); i++) {
            Option option = lettered(argument.charAt(i), argument);
            if (option.value().isPresent()) {
                boolean attached = i + 1 < argument.length();
                put(option, attached ? argument.substring(i + 1) : valueAfter(option, arguments, at), values);
                return attached ? at + 1 : at + 2;
            }
            put(option, "", values);
        }
        return at + 1;
    }

    private static String valueAfter(Option option, List<String> arguments, int at) {
        if (at + 1 >= arguments.size()) {
            throw new UsageException("--" + option.name() + " needs a value: expected "
                    + option.value().orElse("one") + ", got nothing.");
        }
        return arguments.get(at + 1);
    }

    private static void put(Option option, String value, Map<String, String> values) {
        String earlier = values.putIfAbsent(option.name(), value);
        if (earlier != null) {
            throw new UsageException("--" + option.name() + " is given twice: expected it once, got "
                    + (option.value().isEmpty() ? "two." : "\"" + earlier + "\" and \"" + value + "\"."));
        }
    }

    private Option named(String name) {
        return all().stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no option --" + name + nearest(name)));
    }

    private Option lettered(char letter, String argument) {
        return all().stream()
                .filter(option -> option.letter().filter(c -> c == letter).isPresent())
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no option -" + letter
                        + (argument.length() > 2 ? " (in " + argument + ")" : "") + "; --help lists them all."));
    }

    private String nearest(String name) {
        Optional<String> near = all().stream()
                .map(Option::name)
                .filter(known -> known.startsWith(name) || name.startsWith(known) || distance(name, known) <= 2)
                .findFirst();
        return near.map(known -> "; did you mean --" + known + "?").orElse("; --help lists them all.");
    }

    /** The number of letters to add, remove or change (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private List<Option> all() {
        return groups.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Describes the options.
     *
     * @return lines for a terminal of 80 columns or more
     */
    public String help() {
        var text = new StringBuilder();
        groups.forEach((heading, options) -> {
            text.append('\n').append(heading).append(":\n");
            options.forEach(option -> describe(option, text));
        });
        return text.toString();
    }

    private static void describe(Option option, StringBuilder text) {
        String start = "  " + option.usage();
        text.append(start);
        int column = start.length();
        for (String line : option.help()) {
            if (column >= HELP_COLUMN) {
                text.append('\n');
                column = 0;
            }
            text.append(" ".repeat(HELP_COLUMN - column)).append(line).append('\n');
            column = 0;
        }
    }
}
