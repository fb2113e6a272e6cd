package dev.lifeguard.distributed.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Refusal;
import dev.lifeguard.distributed.frame.Verdict.Ending;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames come from other machines: what was written is read, and everything else is refused in a sentence. */
final class FramesTest {

    private static final PastAttempt PAST = new PastAttempt(1, "rig", "threw java.io.IOException: dünn");

    /** A frame, and how its kind is read and written again. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares samples.
    record Sample(String name, byte[] frame, Function<byte[], byte[]> again) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Sample order(Order order) {
        return new Sample(
                order.toString(), order.frame(), bytes -> Order.read(bytes).frame());
    }

    private static Sample news(News news) {
        return new Sample(
                news.toString(), news.frame(), bytes -> News.read(bytes).frame());
    }

    private static Sample verdict(Ending ending) {
        var verdict = new Verdict(
                "id", ending, new Verdict.Went("rig", 3, 2, 4, 1, true, true, false, 12, 34, List.of(PAST, PAST)));
        return new Sample(
                ending.toString(), verdict.frame(), bytes -> Verdict.read(bytes).frame());
    }

    private static Envelope task() {
        return new Envelope(
                new Envelope.Head("id", "näme", "client", "text", 7, 123),
                new Envelope.Attempts(2, 5, List.of(10L, 20L), true, 1, List.of(PAST)),
                new Envelope.Bounds(1, 2, 3, 4),
                new byte[] {5},
                new byte[] {0, -1, 'x'});
    }

    private static Stream<Sample> samples() {
        return Stream.of(
                new Sample(
                        "a task", task().frame(), bytes -> Envelope.read(bytes).frame()),
                verdict(new Ending.Returned(3, new byte[] {1, 2})),
                verdict(new Ending.Threw(RemoteError.of(new IllegalStateException("bad")))),
                verdict(new Ending.TimedOut(Limit.SILENCE, 5)),
                verdict(new Ending.Lost("exit 137")),
                verdict(new Ending.Cancelled(Cancel.KILL)),
                verdict(new Ending.Refused(new Refusal(Refusal.Reason.UNAVAILABLE, "version", "3", "host"))),
                order(new Order.Hello("client", true)),
                order(new Order.CancelTask("id", Cancel.ASK)),
                order(new Order.Tell("id", "client", 9, 1_000, new byte[] {1})),
                order(new Order.Broadcast(new byte[] {2})),
                order(new Order.DrainHost()),
                news(new News.Announced("rig", 77, News.State.DRAINING, 8, 7, 3, List.of(new News.Job("id", 1, 99)))),
                news(new News.Begun("id", 1, "rig")),
                news(new News.Progressed("id", 1, 2, new byte[] {3})),
                news(new News.Part("id", 1, 2, new byte[] {3})),
                news(new News.Retrying("id", 1, "threw")),
                news(new News.Unsettled("id", 1, "rig", "fenced")),
                news(new News.Answered(5, "", new byte[] {6})));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatWasWrittenIsRead(Sample sample) {
        assertArrayEquals(sample.frame(), sample.again().apply(sample.frame()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFrameThatWasCutIsRefusedWhereverItWasCut(Sample sample) {
        for (int length = 0; length < sample.frame().length; length++) {
            byte[] cut = Arrays.copyOf(sample.frame(), length);
            assertThrows(FrameException.class, () -> sample.again().apply(cut), "cut to " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aLaterVersionMayAddSomethingBehind(Sample sample) {
        byte[] longer = Arrays.copyOf(sample.frame(), sample.frame().length + 3);
        assertArrayEquals(sample.frame(), sample.again().apply(longer));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFrameWithOtherBytesIsReadOrRefusedAndNothingElse(Sample sample) {
        var random = new Random(sample.frame().length);
        for (int round = 0; round < 2_000; round++) {
            byte[] broken = sample.frame().clone();
            for (int n = 0; n <= random.nextInt(4); n++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            try {
                assertTrue(sample.again().apply(broken).length >= 4);
            } catch (FrameException refused) {
                assertTrue(String.valueOf(refused.getMessage()).length() > 20, "a sentence");
            }
        }
    }

    @Test
    void aFrameClaimsNoMoreThanItBrings() {
        byte[] greedy = new Order.Broadcast(new byte[] {1, 2, 3}).frame();
        greedy[4] = 0x7f;
        FrameException refused = assertThrows(FrameException.class, () -> Order.read(greedy));
        assertTrue(String.valueOf(refused.getMessage()).contains("more should follow"), refused::getMessage);
    }

    @Test
    void otherBytesOtherFormsAndOtherKindsAreRefusedWithTheirValues() {
        assertRefused(
                "do not begin as a frame", "hello, is this a queue?".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertRefused("version 9", new byte[] {'L', 'G', 9, 1});
        assertRefused("kind 99", new byte[] {'L', 'G', 1, 99});
        assertRefused("kind HELLO came where TASK", new Order.Hello("c", false).frame());
    }

    private static void assertRefused(String words, byte[] frame) {
        FrameException refused = assertThrows(FrameException.class, () -> Envelope.read(frame));
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused::getMessage);
    }

    @Test
    void attemptsThatCannotBeAreRefused() {
        assertThrows(FrameException.class, () -> new Envelope.Attempts(0, 1, List.of(), false, 0, List.of()));
        assertThrows(FrameException.class, () -> new Envelope.Attempts(1, 0, List.of(), false, 0, List.of()));
        assertThrows(FrameException.class, () -> new Envelope.Attempts(1, 1, List.of(), false, -1, List.of()));
    }

    @Test
    void theHistoryOfATaskIsBounded() {
        Envelope.Attempts attempts = task().attempts();
        for (int n = 0; n < 100; n++) {
            attempts = attempts.then(new PastAttempt(attempts.next(), "rig", "x".repeat(1_000)), 0);
        }
        assertEquals(PastAttempt.KEPT, attempts.past().size());
        assertEquals(102, attempts.next());
        assertEquals(101, attempts.past().getLast().attempt());
        assertEquals(500, attempts.past().getLast().end().length());
    }

    @Test
    void theLastWaitCountsForFurtherAttempts() {
        var first = new Envelope.Attempts(1, 9, List.of(10L, 20L), false, 0, List.of());
        assertEquals(10, first.waitNanos());
        assertEquals(20, first.then(PAST, 0).waitNanos());
        assertEquals(20, first.then(PAST, 0).then(PAST, 0).waitNanos());
        assertEquals(0, new Envelope.Attempts(1, 9, List.of(), false, 0, List.of()).waitNanos());
    }
}
