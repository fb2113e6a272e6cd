package dev.lifeguard.deadletter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.TaskOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of dead letters: torn, damaged, foreign, full, and swept. */
final class LetterFileTest {

    @TempDir
    Path directory = Path.of("");

    private final List<String> told = new ArrayList<>();

    private FileDeadLetters at(String name) {
        return FileDeadLetters.at(directory.resolve(name)).tell(told::add);
    }

    private static DeadLetter letter(Object payload) {
        return new DeadLetter(
                0,
                "test",
                1,
                DeadLetter.Reason.FAILED,
                Instant.EPOCH,
                0,
                "it failed",
                payload,
                TaskOptions.none(),
                List.of());
    }

    private static List<Object> payloads(DeadLetterStore store) {
        return store.page(0, 10_000).stream().map(DeadLetter::payload).toList();
    }

    private List<Object> reopened(String name) {
        try (DeadLetterStore store = at(name).open()) {
            return payloads(store);
        }
    }

    // Torn and damaged.

    @Test
    void aFileThatWasCutAnywhereHasEveryLetterThatWasWhole() throws IOException {
        byte[] whole;
        List<Long> ends = new ArrayList<>();
        Path path = directory.resolve("whole");
        try (DeadLetterStore store = at("whole").open()) {
            ends.add(Files.size(path));
            for (int which = 0; which < 4; which++) {
                store.add(letter("letter " + which));
                ends.add(Files.size(path));
            }
            store.drop(1);
            ends.add(Files.size(path));
        }
        whole = Files.readAllBytes(path);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(directory.resolve("cut"), java.util.Arrays.copyOf(whole, length));
            told.clear();
            int cut = length;
            int records = (int) ends.stream().filter(end -> end <= cut).count() - 1;
            List<Object> wanted = new ArrayList<>();
            for (int which = records == 5 ? 1 : 0; which < Math.min(4, records); which++) {
                wanted.add("letter " + which);
            }
            assertEquals(wanted, reopened("cut"), "cut after " + length + " bytes");
            boolean clean = ends.contains((long) length) || length < LetterLog.HEADER;
            assertEquals(clean ? 0 : 1, told.size(), () -> "cut after " + cut + " bytes: " + told);
            // What was cut off is gone: the next letter stands where it began, and is read again.
            try (DeadLetterStore store = at("cut").open()) {
                store.add(letter("the next"));
            }
            wanted.add("the next");
            assertEquals(wanted, reopened("cut"), "cut after " + length + " bytes, then written to");
            assertTrue(told.size() <= 1, told::toString);
        }
    }

    @Test
    void aRecordDamagedInTheMiddleCostsOnlyItself() throws IOException {
        Path path = directory.resolve("middle");
        long second;
        try (DeadLetterStore store = at("middle").open()) {
            store.add(letter("one"));
            second = Files.size(path);
            store.add(letter("two"));
            store.add(letter("three"));
        }
        byte[] bytes = Files.readAllBytes(path);
        bytes[(int) second + LetterLog.FRAME + 20] ^= 1;
        Files.write(path, bytes);
        assertEquals(List.of("one", "three"), reopened("middle"));
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().contains("damaged"), told::toString);
        assertTrue(Files.size(directory.resolve("middle.cut")) > 0);
    }

    @Test
    void noiseNeverMakesUpALetterAndNeverHidesThatItIsThere() throws IOException {
        assertNull(firstLie(true), "a letter that nobody wrote, or damage that nobody told");
    }

    /** The same search finds a log that does not look at its checksums: the planted bug. */
    @Test
    void theSearchInNoiseFindsAPlantedBug() throws IOException {
        assertNotNull(firstLie(false));
    }

    /** Flips bits. {@return the first thing that is not true, or {@code null}} */
    private @Nullable String firstLie(boolean checksums) throws IOException {
        var random = new SplittableRandom(7);
        Path path = directory.resolve("noise");
        for (int round = 0; round < 300; round++) {
            Files.deleteIfExists(path);
            try (DeadLetterStore store = at("noise").open()) {
                for (int which = 0; which < 3; which++) {
                    store.add(letter("letter " + which));
                }
            }
            byte[] bytes = Files.readAllBytes(path);
            int at = LetterLog.HEADER + random.nextInt(bytes.length - LetterLog.HEADER);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            if (!checksums) {
                mend(bytes);
            }
            Files.write(path, bytes);
            told.clear();
            List<Object> read;
            try {
                read = reopened("noise");
            } catch (RuntimeException broken) {
                return "at byte " + at + ": " + broken;
            }
            if (!List.of("letter 0", "letter 1", "letter 2").containsAll(read)) {
                return "at byte " + at + " made up " + read;
            }
            if (read.size() == 3 || told.isEmpty()) {
                return "at byte " + at + " nothing was noticed: " + read + ", " + told;
            }
        }
        return null;
    }

    /** Makes the checksums right again, so that the damage looks whole: what a log without them would see. */
    private static void mend(byte[] bytes) {
        int at = LetterLog.HEADER;
        while (at + LetterLog.FRAME < bytes.length) {
            int length = ByteBuffer.wrap(bytes).getInt(at);
            if (length < 1 || length > bytes.length - at - LetterLog.FRAME) {
                return;
            }
            var sum = new java.util.zip.CRC32();
            sum.update(bytes, at, Integer.BYTES);
            sum.update(bytes, at + LetterLog.FRAME, length);
            ByteBuffer.wrap(bytes).putInt(at + Integer.BYTES, (int) sum.getValue());
            at += LetterLog.FRAME + length;
        }
    }

    // Not ours.

    @Test
    void aForeignFileIsLeftAsItIs() throws IOException {
        Path path = directory.resolve("foreign");
        byte[] precious = "the diary of somebody else, long enough".getBytes(StandardCharsets.UTF_8);
        Files.write(path, precious);
        String message = refused("foreign");
        assertTrue(message.contains("is not one of dead letters"), message);
        assertArrayEquals(precious, Files.readAllBytes(path));
    }

    @Test
    void aNewerVersionIsLeftAsItIs() throws IOException {
        Path path = directory.resolve("newer");
        try (DeadLetterStore store = at("newer").open()) {
            store.add(letter("x"));
        }
        byte[] bytes = Files.readAllBytes(path);
        bytes[LetterLog.HEADER - 1] = 9;
        Files.write(path, bytes);
        String message = refused("newer");
        assertTrue(message.contains("version 9") && message.contains("version 1"), message);
        assertArrayEquals(bytes, Files.readAllBytes(path));
    }

    @Test
    void onlyOneStoreWritesAtATime() {
        try (DeadLetterStore store = at("one").open()) {
            store.add(letter("mine"));
            String message = refused("one");
            assertTrue(message.contains("belong to another store"), message);
            assertEquals(List.of("mine"), payloads(store));
        }
        assertEquals(List.of("mine"), reopened("one"));
    }

    @Test
    void aPlaceThatIsNotThereIsNamed() throws IOException {
        String missing = refused("nowhere/letters");
        assertTrue(missing.contains("directory is not there"), missing);
        Files.createDirectory(directory.resolve("directory"));
        String noFile = refused("directory");
        assertTrue(noFile.contains("directory") && noFile.contains("choose another file"), noFile);
    }

    private String refused(String name) {
        try (DeadLetterStore store = at(name).open()) {
            throw new AssertionError("opened " + store);
        } catch (UncheckedIOException failure) {
            return String.valueOf(Objects.requireNonNull(failure.getCause()).getMessage());
        }
    }

    @Test
    void aClosedStoreSaysSo() {
        DeadLetterStore store = at("closed").open();
        store.close();
        assertThrows(IllegalStateException.class, () -> store.add(letter("x")));
        assertThrows(IllegalStateException.class, () -> store.page(0, 1));
    }

    // Full.

    @Test
    void aDeviceWithoutSpaceIsNamedWhenTheFileIsBegun() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("full"), Path.of("/dev/full"));
        String message = refused("full");
        Files.delete(link);
        assertTrue(message.contains("No space left on device") && message.contains("free space"), message);
    }

    @Test
    void theFileStaysWithinItsBoundAndKeepsTheNewest() throws IOException {
        int most = 64 * 1024;
        Path path = directory.resolve("small");
        long last = 0;
        try (DeadLetterStore store = at("small").bound(10_000, most).open()) {
            for (int which = 0; which < 2_000; which++) {
                last = store.add(letter(which + "x".repeat(200)));
                assertTrue(Files.size(path) <= most, "the file has " + Files.size(path) + " bytes");
            }
            assertTrue(store.size() > 50, store.size() + " letters in half of " + most + " bytes");
            assertEquals(2_000 - store.size(), store.pushedOut());
            assertEquals(last, store.page(0, 10_000).getLast().number());
        }
        List<Object> there = reopened("small");
        assertTrue(
                there.getLast().toString().startsWith("1999x"),
                () -> there.getLast().toString());
        assertEquals(List.of(), told);
        assertFalse(Files.exists(directory.resolve("small.new")));
    }

    @Test
    void whatWasDroppedIsSweptOutAndItsNumbersStayGiven() throws IOException {
        long last = 0;
        try (DeadLetterStore store = at("swept").bound(10, 64 * 1024).open()) {
            for (int which = 0; which < 3_000; which++) {
                last = store.add(letter("y".repeat(100)));
                store.drop(last);
            }
            assertEquals(0, store.size());
        }
        assertTrue(Files.size(directory.resolve("swept")) <= 64 * 1024);
        try (DeadLetterStore store = at("swept").open()) {
            assertEquals(last + 1, store.add(letter("again")));
        }
    }

    @Test
    void aFullFileThatRefusesKeepsWhatItHas() {
        try (DeadLetterStore store = at("refusing")
                .bound(10_000, 64 * 1024)
                .whenFull(DeadLetterStore.WhenFull.REFUSE)
                .open()) {
            int taken = 0;
            while (store.add(letter("z".repeat(1_000))) != 0) {
                taken++;
            }
            assertEquals(taken, store.size());
            assertTrue(taken > 20 && taken < 40, taken + " letters of 1 kB in 32 kB");
        }
    }

    @Test
    void aLetterLargerThanTheFileCanNeverBeKept() {
        try (DeadLetterStore store = at("large").bound(10, 64 * 1024).open()) {
            var failure = assertThrows(IllegalArgumentException.class, () -> store.add(letter("w".repeat(40_000))));
            assertTrue(String.valueOf(failure.getMessage()).contains("raise the bound"), failure::toString);
            assertEquals(0, store.size());
        }
    }

    // Payloads.

    private record Point(int x, int y) {}

    private static PayloadCodec points() {
        return PayloadCodec.of(
                Point.class,
                point -> ByteBuffer.allocate(8)
                        .putInt(point.x())
                        .putInt(point.y())
                        .array(),
                bytes -> new Point(
                        ByteBuffer.wrap(bytes).getInt(), ByteBuffer.wrap(bytes).getInt(4)));
    }

    @Test
    void payloadsOfTheUserGoThroughTheCodec() {
        try (DeadLetterStore store = at("points").withCodec(points()).open()) {
            store.add(letter(new Point(3, 4)));
            store.add(letter(new byte[] {1, 2}));
            assertThrows(IllegalArgumentException.class, () -> store.add(letter(12)));
        }
        try (DeadLetterStore store = at("points").withCodec(points()).open()) {
            assertEquals(new Point(3, 4), payloads(store).getFirst());
            assertArrayEquals(new byte[] {1, 2}, (byte[]) payloads(store).getLast());
        }
        try (DeadLetterStore store = at("points").open()) {
            var lost = assertInstanceOf(
                    DeadLetter.Unreadable.class, payloads(store).getFirst());
            assertTrue(lost.why().contains("codec"), lost::why);
            var refused = assertThrows(IllegalArgumentException.class, () -> store.add(letter(new Point(1, 1))));
            assertTrue(String.valueOf(refused.getMessage()).contains("withCodec"), refused::toString);
        }
    }

    @Test
    void aLetterIsALineOfJson() {
        DeadLetter letter = letter("a \"quote\",\na \\ and \u0001").withNumber(5);
        assertEquals(
                "{\"number\":5,\"pool\":\"test\",\"task\":1,\"name\":\"task\",\"reason\":\"FAILED\","
                        + "\"at\":\"1970-01-01T00:00:00Z\",\"deaths\":0,\"end\":\"it failed\","
                        + "\"payload\":\"a \\\"quote\\\",\\na \\\\ and \\u0001\",\"attempts\":[]}",
                letter.toJson());
        assertTrue(letter(new byte[] {1, 2, 3}).toJson().contains("\"payloadBase64\":\"AQID\""));
        assertTrue(letter("\uD800").toJson().contains("\"\\ud800\""), "half of a pair");
        assertTrue(letter("\uD83D\uDE00").toJson().contains("\"\uD83D\uDE00\""), "a whole pair");
    }
}
