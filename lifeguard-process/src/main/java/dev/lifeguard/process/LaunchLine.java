package dev.lifeguard.process;

import dev.lifeguard.process.CommandNotStartedException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is really started for a command: the command behind its guard, in strings that survive the way through
 * Java to the system.
 *
 * <p>Java encodes arguments in the encoding of the locale and replaces what it cannot encode. When that would
 * change a byte, all strings travel in octal and the guard decodes them.
 *
 * @param arguments the program to start and its arguments
 * @param environment the variables to set
 */
record LaunchLine(List<String> arguments, Map<String, String> environment) {
    /** Linux takes no single string of 128 KiB or more, the NUL at its end included (MAX_ARG_STRLEN). */
    static final int LINUX_STRING_LIMIT_BYTES = 131_071;

    private static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    private static final boolean UTF8_LOCALE = switch (System.getProperty("sun.jnu.encoding", "")) {
        case "UTF-8", "UTF8" -> true;
        default -> false;
    };

    static LaunchLine of(Command command, Containment grade) {
        return of(command, grade, UTF8_LOCALE);
    }

    static LaunchLine of(Command command, Containment grade, boolean utf8Locale) {
        boolean plain = command.arguments().stream().allMatch(text -> survives(text, utf8Locale))
                && command.environment().values().stream().allMatch(text -> survives(text, utf8Locale));
        if (!plain && !grade.guarded()) {
            throw new CommandNotStartedException(
                    Reason.SYSTEM,
                    "An argument or variable holds bytes that Java cannot hand over in this locale (encoding "
                            + System.getProperty("sun.jnu.encoding")
                            + "), and there is no guard that could decode them; use a UTF-8 locale, install"
                            + " setsid, or give the bytes on standard input.");
        }
        var line = new ArrayList<>(prefix(grade));
        if (grade.guarded()) {
            line.add(plain ? "-" : String.valueOf(command.environment().size()));
            if (!plain) {
                command.environment().forEach((name, value) -> line.add(name + "=" + Guard.octal(value)));
            }
        }
        command.arguments().forEach(text -> line.add(plain ? text.toString() : Guard.octal(text)));
        var variables = new LinkedHashMap<String, String>();
        if (plain) {
            command.environment().forEach((name, value) -> variables.put(name, value.toString()));
        }
        var whole = new LaunchLine(List.copyOf(line), Map.copyOf(variables));
        whole.refuseTooLong();
        return whole;
    }

    private static List<String> prefix(Containment grade) {
        String self = String.valueOf(ProcessHandle.current().pid());
        return switch (grade) {
            case GROUP ->
                List.of(
                        "setsid",
                        "setpriv",
                        "--pdeathsig",
                        "TERM",
                        "sh",
                        "-c",
                        Guard.SCRIPT,
                        "lifeguard",
                        self,
                        "signal");
            case GROUP_POLLED -> List.of("setsid", "sh", "-c", Guard.SCRIPT, "lifeguard", self, "poll");
            case PDEATHSIG -> List.of("setpriv", "--pdeathsig", "KILL", "--");
            case COOPERATIVE -> List.of();
        };
    }

    static boolean fits(String name, ByteString value) {
        int valueBytes =
                survives(value, UTF8_LOCALE) ? value.size() : Guard.octal(value).length();
        return !LINUX || Guard.sizeInBytes(name) + 1L + valueBytes <= LINUX_STRING_LIMIT_BYTES;
    }

    private static boolean survives(ByteString text, boolean utf8Locale) {
        return utf8Locale ? text.isUtf8() : text.isAscii();
    }

    private void refuseTooLong() {
        if (!LINUX) {
            return;
        }
        for (String argument : arguments) {
            refuseTooLong("An argument", Guard.sizeInBytes(argument));
        }
        environment.forEach((name, value) ->
                refuseTooLong("The variable " + name, Guard.sizeInBytes(name) + 1 + Guard.sizeInBytes(value)));
    }

    private static void refuseTooLong(String what, int bytes) {
        if (bytes > LINUX_STRING_LIMIT_BYTES) {
            throw new CommandNotStartedException(
                    Reason.TOO_LONG,
                    what + " is " + bytes + " bytes long and the system takes " + LINUX_STRING_LIMIT_BYTES
                            + ", so the command was not started; give long data on standard input.");
        }
    }
}
