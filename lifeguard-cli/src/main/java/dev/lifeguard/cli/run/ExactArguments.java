package dev.lifeguard.cli.run;

import dev.lifeguard.process.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program's arguments as bytes. Java decodes them by the locale, which loses what is not text in it; Linux still
 * knows them.
 */
final class ExactArguments {
    private static final Path OWN_COMMAND_LINE = Path.of("/proc/self/cmdline");

    private ExactArguments() {}

    /** The bytes of each argument; encoded anew from the decoded ones when the system does not tell. */
    static List<ByteString> of(List<String> arguments) {
        List<ByteString> decoded = arguments.stream().map(ByteString::utf8).toList();
        if (!Files.isReadable(OWN_COMMAND_LINE)) {
            return decoded;
        }
        try {
            List<ByteString> all = split(Files.readAllBytes(OWN_COMMAND_LINE));
            if (all.size() <= arguments.size()) {
                return decoded;
            }
            // The JVM's own options come first, so ours are the last.
            List<ByteString> last = all.subList(all.size() - arguments.size(), all.size());
            return plausible(last, arguments) ? List.copyOf(last) : decoded;
        } catch (IOException unreadable) {
            return decoded;
        }
    }

    static List<ByteString> split(byte[] commandLine) {
        var arguments = new ArrayList<ByteString>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                arguments.add(ByteString.of(Arrays.copyOfRange(commandLine, start, i)));
                start = i + 1;
            }
        }
        return arguments;
    }

    /** Guards against a JVM that was started in another way than by its command line: the plain ones must agree. */
    private static boolean plausible(List<ByteString> exact, List<String> decoded) {
        for (int i = 0; i < decoded.size(); i++) {
            if (exact.get(i).isAscii() && !exact.get(i).toString().equals(decoded.get(i))) {
                return false;
            }
        }
        return true;
    }
}
