package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.WhenFull;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stream of inputs as a stream of outcomes: in order, lazily, so many ahead and no more. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class MapContract extends PoolContract {

    /** Made by JUnit. */
    protected MapContract() {}

    private static Script say(int number) {
        return new Script.Say("say " + number);
    }

    private static String words(Outcome<String> outcome) {
        return switch (outcome) {
            case Outcome.Success<String> success -> success.value();
            case Outcome.Failed<String> failed -> "failed: " + failed.cause().getMessage();
            case Outcome.Refused<String> refused ->
                "refused: " + refused.refusal().reason();
            case Outcome<String> other -> other.toString();
        };
    }

    @Test
    final void outcomesComeInTheOrderOfTheirInputs() throws Exception {
        var pool = start(pool());
        try (var outcomes = pool.map(IntStream.range(0, 200).mapToObj(MapContract::say), 8)) {
            assertEquals(
                    IntStream.range(0, 200).mapToObj(number -> "say " + number).toList(),
                    outcomes.map(MapContract::words).toList());
        }
    }

    @Test
    final void aLaterInputThatEndsFirstWaitsForItsTurn() throws Exception {
        var pool = start(pool());
        Iterator<String> outcomes = pool.map(Stream.of(new Script.Hold("gate"), say(1), say(2)), 3)
                .map(MapContract::words)
                .iterator();
        Queue<String> first = new ConcurrentLinkedQueue<>();
        Thread reader = inBackground(() -> first.add(outcomes.next()));
        eventually("the later ones have ended", () -> pool.snapshot().counts().succeeded() == 2);
        assertTrue(first.isEmpty(), "nothing overtakes");
        workers().open("gate");
        join(reader);
        assertEquals(List.of("gate"), List.copyOf(first));
        assertEquals("say 1", outcomes.next());
        assertEquals("say 2", outcomes.next());
        assertFalse(outcomes.hasNext());
    }

    @Test
    final void aFailureIsAnOutcomeAndDoesNotEndTheStream() throws Exception {
        var pool = start(pool());
        try (var outcomes = pool.map(Stream.of(say(1), new Script.Fail("no"), say(3)), 2)) {
            assertEquals(
                    List.of("say 1", "failed: no", "say 3"),
                    outcomes.map(MapContract::words).toList());
        }
    }

    @Test
    final void nothingIsPulledBeforeSomebodyAsksAndNeverMoreThanTheWindow() throws Exception {
        var pool = start(pool());
        int[] pulled = {0};
        Stream<Script> endless = Stream.generate(() -> say(++pulled[0]));
        try (var outcomes = pool.map(endless, 5)) {
            assertEquals(0, pulled[0]);
            Iterator<Outcome<String>> each = outcomes.iterator();
            for (int taken = 1; taken <= 1_000; taken++) {
                assertEquals("say " + taken, words(each.next()));
                // An iterator looks one ahead of what it gave.
                assertTrue(pulled[0] <= taken + 5 + 1, "pulled " + pulled[0] + " for " + taken);
            }
        }
    }

    @Test
    final void aParallelStreamPullsNoMore() throws Exception {
        var pool = start(pool());
        int[] pulled = {0};
        Stream<Script> endless = Stream.generate(() -> say(++pulled[0]));
        try (var outcomes = pool.map(endless, 4).parallel()) {
            assertEquals(
                    List.of("say 1", "say 2", "say 3"),
                    outcomes.limit(3).map(MapContract::words).toList());
        }
        assertTrue(pulled[0] <= 3 + 4 + 1, "pulled " + pulled[0]);
    }

    @Test
    final void closingTheStreamCancelsWhatWasSubmittedAhead() throws Exception {
        var pool = start(pool());
        int[] closed = {0};
        Stream<Script> inputs = Stream.<Script>of(say(1), new Script.Hold("gate"), new Script.Hold("gate"), say(4))
                .onClose(() -> closed[0]++);
        try (var outcomes = pool.map(inputs, 4)) {
            assertEquals("say 1", words(outcomes.iterator().next()));
        }
        assertEquals(1, closed[0], "the source is closed too");
        eventually("three are cancelled or done", () -> {
            var counts = pool.snapshot().counts();
            return counts.succeeded() + counts.cancelled() == 4 && counts.cancelled() >= 2;
        });
    }

    @Test
    final void aSourceThatFailsIsPassedOnAfterTheOutcomesBeforeIt() throws Exception {
        var pool = start(pool());
        var failure = new IllegalStateException("the source is broken");
        Stream<Script> inputs = Stream.of(1, 2, 3).map(number -> {
            if (number == 3) {
                throw failure;
            }
            return say(number);
        });
        List<String> seen = new ArrayList<>();
        try (var outcomes = pool.map(inputs, 8)) {
            var thrown = assertThrows(
                    IllegalStateException.class,
                    () -> outcomes.map(MapContract::words).forEach(seen::add));
            assertEquals(failure, thrown);
        }
        assertEquals(List.of("say 1", "say 2"), seen);
    }

    @Test
    final void anInterruptEndsTheStreamAndStaysPending() throws Exception {
        var pool = start(pool());
        Queue<Object> seen = new ConcurrentLinkedQueue<>();
        Thread reader = inBackground(() -> {
            try (var outcomes = pool.map(Stream.of(new Script.Hold("gate"), new Script.Hold("gate")), 2)) {
                seen.add(outcomes.toList());
            } catch (CancellationException expected) {
                seen.add(Thread.currentThread().isInterrupted());
            }
        });
        eventually("both run", () -> workers().arrived("gate") == 2);
        reader.interrupt();
        join(reader);
        assertEquals(List.of(true), List.copyOf(seen));
        eventually("both are cancelled", () -> pool.snapshot().counts().cancelled() == 2);
    }

    @Test
    final void whatThePoolRefusesIsAnOutcomeInItsPlace() throws Exception {
        var pool = start(pool().size(1).queue(0, WhenFull.refuse()));
        hold(pool, new Script.Hold("gate"), "gate");
        try (var outcomes = pool.map(Stream.of(say(1)), 1)) {
            assertEquals(
                    List.of("refused: " + Refusal.Reason.FULL),
                    outcomes.map(MapContract::words).toList());
        }
    }

    @Test
    final void aWindowWithoutAPlaceIsRefused() throws Exception {
        var pool = start(pool());
        var thrown = assertThrows(IllegalArgumentException.class, () -> pool.map(Stream.of(say(1)), 0));
        assertInstanceOf(String.class, thrown.getMessage());
    }
}
