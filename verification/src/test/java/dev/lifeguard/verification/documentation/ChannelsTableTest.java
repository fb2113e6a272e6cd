package dev.lifeguard.verification.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.Channels;
import dev.lifeguard.verification.architecture.SourceTree;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of channels on the page of messages is that of the configuration, in its order: names and default sizes. */
final class ChannelsTableTest {
    private static final Pattern TABLE =
            Pattern.compile("^\\| channel \\| places \\|.*\\n\\| ---.*\\n((?:\\|.*\\n)+)", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| ([^|]+) \\| ([^|]+) \\|.*$", Pattern.MULTILINE);

    @Test
    void theTableOfChannelsIsThatOfTheConfiguration() throws ReflectiveOperationException {
        String page = SourceTree.read("docs/messages.md");
        String rows = TABLE.matcher(page)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/messages.md has no table of channels."));
        Map<String, String> told = new LinkedHashMap<>();
        ROW.matcher(rows).results().forEach(row -> told.put(row.group(1), row.group(2)));
        assertEquals(words(channels()), words(told));
    }

    /** Those that can be set, and the one that cannot: a newer value replaces the older. */
    private static Map<String, String> channels() throws ReflectiveOperationException {
        Map<String, String> channels = new LinkedHashMap<>();
        for (RecordComponent channel : Channels.class.getRecordComponents()) {
            Object places = channel.getAccessor().invoke(Channels.standard());
            channels.put("`" + channel.getName() + "`", String.valueOf(places));
        }
        channels.put("progress", "1");
        return channels;
    }

    /** With its order, which two equal maps need not share. */
    private static String words(Map<String, String> channels) {
        return channels.toString();
    }
}
