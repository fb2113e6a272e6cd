package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.lifeguard.child.LetterWriter;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.deadletter.FileDeadLetters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that writes dead letters is killed, or finds its disk full: what it was told is kept is kept, once. */
@Timeout(300)
final class DeadLetterKillTest {

    private static final int KILLS = 10;

    @TempDir
    Path directory = Path.of("");

    private final List<String> told = new ArrayList<>();

    @Test
    void whatWasAcknowledgedIsThereOnceAfterEachKill() throws Exception {
        // Large letters, so that a write is not one instant; a file that is never swept.
        killAgainAndAgain("20000", "1", 256 << 20, 60);
    }

    @Test
    void noSweepLosesALetterWhenItIsKilled() throws Exception {
        // Small letters, most of them dropped at once: the file is swept after about 900 of them.
        killAgainAndAgain("500", "50", 512 << 10, 4_000);
    }

    private void killAgainAndAgain(String payloadBytes, String keepEvery, int fileBytes, int mostLines)
            throws Exception {
        Path file = directory.resolve("letters");
        var random = new SplittableRandom(11);
        Map<Long, String> wanted = new TreeMap<>();
        for (int run = 0; run < KILLS; run++) {
            Process writer = ChildJvm.start(
                    ChildJvm.JAVA, arguments(file, run, payloadBytes, keepEvery, String.valueOf(fileBytes), "1"));
            String last = kill(writer, 1 + random.nextInt(mostLines), wanted);
            Map<Long, String> there = read(file, fileBytes);
            List<String> missing = new ArrayList<>(wanted.values());
            missing.removeAll(there.values());
            // The last thing that it said: it may have dropped that letter before it could say so.
            missing.removeIf(payload -> payload.equals(last) && !keepEvery.equals("1"));
            assertEquals(List.of(), missing, "letters that were acknowledged before kill " + run);
            assertEquals(there.size(), there.values().stream().distinct().count(), "a letter is there twice");
            // Written, and killed before it could say so; or added, and killed before it was dropped.
            int unsaid = there.size() - wanted.size();
            assertTrue(unsaid >= -1 && unsaid <= 1, unsaid + " letters more than were acknowledged");
            wanted.clear();
            wanted.putAll(there);
        }
    }

    private static List<String> arguments(Path file, int run, String... choices) {
        var arguments = new ArrayList<>(List.of(
                "-cp",
                ChildJvm.classes(TaskPool.class) + ":" + ChildJvm.classes(LetterWriter.class),
                LetterWriter.class.getName(),
                file.toString(),
                String.valueOf(run)));
        arguments.addAll(List.of(choices));
        return arguments;
    }

    /** Kills the writer after it has said so much. {@return what it last said that it added, if that was the last} */
    private static String kill(Process writer, int lines, Map<Long, String> wanted) throws IOException {
        try (var said = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            int read = 0;
            String last = "";
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "added" -> {
                        wanted.put(Long.parseLong(words[1]), words[2]);
                        last = words[2];
                    }
                    case "dropped" -> {
                        wanted.remove(Long.parseLong(words[1]));
                        last = "";
                    }
                    // The kill cuts the last line.
                    default -> assertTrue(read > lines, line);
                }
                if (++read == lines) {
                    // By its handle: the process itself would close the stream, with what it has said meanwhile.
                    writer.toHandle().destroyForcibly();
                }
            }
            assertTrue(read >= lines, "the writer ended by itself after " + read + " lines");
            return last;
        } finally {
            writer.destroyForcibly();
        }
    }

    private Map<Long, String> read(Path file, int bytes) {
        Map<Long, String> there = new TreeMap<>();
        try (DeadLetterStore store =
                FileDeadLetters.at(file).bound(100_000, bytes).tell(told::add).open()) {
            long last = 0;
            for (List<DeadLetter> page = store.page(0, 100); !page.isEmpty(); page = store.page(last, 100)) {
                for (DeadLetter letter : page) {
                    there.put(letter.number(), letter.payload().toString().split(" ", -1)[0]);
                    last = letter.number();
                }
            }
            assertEquals(there.size(), store.size());
        }
        told.stream()
                .filter(message -> !message.contains("not a whole record"))
                .forEach(message -> fail("more than a torn tail: " + message));
        return there;
    }

    @Test
    void aFullDiskIsToldAndCostsNothingThatWasKept() throws Exception {
        Path file = directory.resolve("full");
        var command = new ArrayList<String>();
        command.add(ChildJvm.JAVA.toString());
        command.addAll(arguments(file, 0, "5000", "2", String.valueOf(8 << 20), "3"));
        // No file of this program may become larger than 256 blocks of 512 bytes: as a disk that is full.
        String printed =
                ChildJvm.run(Path.of("/bin/sh"), List.of("-c", "ulimit -f 256 && exec " + String.join(" ", command)));
        List<String> lines = printed.lines().toList();
        List<String> failed =
                lines.stream().filter(line -> line.startsWith("failed")).toList();
        assertEquals(3, failed.size(), printed);
        assertTrue(
                failed.getFirst().contains("File too large")
                        && failed.getFirst().contains("free space"),
                printed);
        Map<Long, String> wanted = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("added")) {
                wanted.put(Long.parseLong(words[1]), words[2]);
            } else if (words[0].equals("dropped")) {
                wanted.remove(Long.parseLong(words[1]));
            }
        }
        assertTrue(wanted.size() > 10, printed);
        assertEquals(wanted, read(file, 8 << 20));
        assertEquals(List.of(), told, "a write that failed was taken back");
    }
}
