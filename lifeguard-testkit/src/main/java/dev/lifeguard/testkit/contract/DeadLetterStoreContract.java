package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerId;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetterStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a store of dead letters promises. A store of one's own runs it by extending it: {@code class MyStoreTest extends
 * DeadLetterStoreContract}, in which {@link #open} opens the same store again and again.
 */
@Timeout(60)
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class DeadLetterStoreContract {

    /** How many letters the stores of these tests keep. */
    protected static final int BOUND = 8;

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private final List<DeadLetterStore> opened = new ArrayList<>();

    /** Made by JUnit. */
    protected DeadLetterStoreContract() {}

    /** Prepares an empty store for one test. */
    protected abstract void prepare();

    /**
     * {@return the store of this test, opened; again after it was closed}
     *
     * @param bound how many letters it keeps
     * @param whenFull what happens to a further one
     */
    protected abstract DeadLetterStore open(int bound, DeadLetterStore.WhenFull whenFull);

    /** {@return whether letters are there again after the store was closed and opened} */
    protected abstract boolean outlivesItsClose();

    @BeforeEach
    final void begin() {
        prepare();
    }

    @AfterEach
    final void end() {
        opened.forEach(DeadLetterStore::close);
    }

    private DeadLetterStore store(DeadLetterStore.WhenFull whenFull) {
        DeadLetterStore store = open(BOUND, whenFull);
        opened.add(store);
        return store;
    }

    /**
     * {@return a letter that says which it is}
     *
     * @param which its task and payload
     */
    protected static DeadLetter letter(int which) {
        return new DeadLetter(
                0,
                "contract",
                which,
                DeadLetter.Reason.QUARANTINED,
                AT.plusSeconds(which),
                2,
                "Worker contract-0.2 died: \"boom\".",
                "payload " + which,
                TaskOptions.none()
                        .withName("töne " + which)
                        .withKey("key")
                        .withLane("lane")
                        .withPriority(3)
                        .kept()
                        .withLimits(Limits.none().withRun(Duration.ofSeconds(3))),
                List.of(
                        attempt(1, "java.lang.AssertionError: boom"),
                        attempt(2, "java.lang.AssertionError: boom again")));
    }

    private static DeadLetter.Attempt attempt(int number, String error) {
        return new DeadLetter.Attempt(
                number, AT, Duration.ofMillis(7), new WorkerId("contract", 0, number), true, error);
    }

    private static List<Object> payloads(DeadLetterStore store) {
        return store.page(0, 100).stream().map(DeadLetter::payload).toList();
    }

    @Test
    final void aLetterComesBackAsItWas() {
        DeadLetterStore store = store(DeadLetterStore.WhenFull.REFUSE);
        long number = store.add(letter(1));
        DeadLetter back = store.find(number).orElseThrow();
        DeadLetter wanted = letter(1);
        assertEquals(number, back.number());
        assertEquals(wanted.payload(), back.payload());
        assertEquals(wanted.attempts(), back.attempts());
        assertEquals(wanted.at(), back.at());
        assertEquals(wanted.end(), back.end());
        assertEquals(wanted.reason(), back.reason());
        assertEquals(wanted.deaths(), back.deaths());
        assertEquals(wanted.name(), back.name());
        assertEquals(wanted.options().key(), back.options().key());
        assertEquals(wanted.options().lane(), back.options().lane());
        assertEquals(wanted.options().kind(), back.options().kind());
        assertEquals(wanted.options().priority(), back.options().priority());
        assertTrue(back.options().isKept());
        assertEquals(
                Duration.ofSeconds(3).toNanos(),
                back.options().limits().orElseThrow().nanos(Limit.RUN));
        assertEquals(Long.MAX_VALUE, back.options().limits().orElseThrow().nanos(Limit.TOTAL));
    }

    @Test
    final void lettersAreInTheOrderOfTheirNumbers() {
        DeadLetterStore store = store(DeadLetterStore.WhenFull.REFUSE);
        for (int which = 1; which <= 5; which++) {
            store.add(letter(which));
        }
        List<Long> numbers = store.page(0, 100).stream().map(DeadLetter::number).toList();
        assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
        assertTrue(numbers.getFirst() > 0, numbers::toString);
        assertEquals(List.of("payload 1", "payload 2", "payload 3", "payload 4", "payload 5"), payloads(store));
        assertEquals(
                "payload 3",
                store.page(numbers.get(1), 1).getFirst().payload(),
                "a page begins behind the number that was given");
        assertEquals(List.of(), store.page(numbers.getLast(), 5));
        assertEquals(5, store.size());
    }

    @Test
    final void whatIsDroppedIsGoneAndItsNumberIsNeverGivenAgain() {
        DeadLetterStore store = store(DeadLetterStore.WhenFull.REFUSE);
        long first = store.add(letter(1));
        assertTrue(store.drop(first));
        assertFalse(store.drop(first));
        assertTrue(store.find(first).isEmpty());
        assertEquals(0, store.size());
        assertTrue(store.add(letter(2)) > first);
    }

    @Test
    final void whatIsReplacedKeepsItsNumberAndItsPlace() {
        DeadLetterStore store = store(DeadLetterStore.WhenFull.REFUSE);
        long first = store.add(letter(1));
        store.add(letter(2));
        assertTrue(store.replace(letter(9).withNumber(first)));
        assertEquals(List.of("payload 9", "payload 2"), payloads(store));
        assertFalse(store.replace(letter(9).withNumber(first + 100)));
        assertEquals(2, store.size());
    }

    @Test
    final void aFullStoreThatRefusesTakesNoMoreUntilOneIsDropped() {
        DeadLetterStore store = store(DeadLetterStore.WhenFull.REFUSE);
        long first = store.add(letter(1));
        for (int which = 2; which <= BOUND; which++) {
            assertTrue(store.add(letter(which)) > 0);
        }
        assertEquals(0, store.add(letter(99)));
        assertEquals(BOUND, store.size());
        assertEquals(BOUND, store.bound());
        assertEquals(0, store.pushedOut());
        assertTrue(store.replace(letter(7).withNumber(first)), "a replacement needs no place");
        store.drop(first);
        assertTrue(store.add(letter(99)) > 0);
    }

    @Test
    final void inAFullStoreTheOldestMakesRoom() {
        DeadLetterStore store = store(DeadLetterStore.WhenFull.DROP_OLDEST);
        for (int which = 1; which <= BOUND + 3; which++) {
            assertTrue(store.add(letter(which)) > 0);
        }
        assertEquals(BOUND, store.size());
        assertEquals("payload 4", payloads(store).getFirst());
        assertEquals(3, store.pushedOut());
    }

    @Test
    final void severalThreadsAtOnceLoseNothingAndGetEachTheirNumber() throws Exception {
        DeadLetterStore store = open(1_000, DeadLetterStore.WhenFull.REFUSE);
        opened.add(store);
        Queue<Long> numbers = new ConcurrentLinkedQueue<>();
        var threads = new ArrayList<Thread>();
        for (int one = 0; one < 4; one++) {
            int base = 100 * one;
            threads.add(Thread.ofPlatform().daemon(true).start(() -> {
                for (int which = 0; which < 50; which++) {
                    long number = store.add(letter(base + which));
                    store.page(0, 10);
                    if (which % 2 == 0) {
                        store.drop(number);
                    } else {
                        numbers.add(number);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(50)), thread::toString);
        }
        Set<Long> there = new HashSet<>();
        store.page(0, 1_000).forEach(letter -> there.add(letter.number()));
        assertEquals(new HashSet<>(numbers), there);
        assertEquals(100, store.size());
    }

    /** An interrupt is for whoever waits; it must not close what others use. */
    @Test
    final void anInterruptedThreadCanUseIt() {
        DeadLetterStore store = store(DeadLetterStore.WhenFull.REFUSE);
        Thread.currentThread().interrupt();
        store.add(letter(1));
        assertEquals(List.of("payload 1"), payloads(store));
        assertTrue(Thread.interrupted(), "the interrupt stays pending");
        store.add(letter(2));
        assertEquals(2, store.size());
    }

    @Test
    final void whatOutlivesItsCloseIsThereAgainWithItsNumbers() {
        DeadLetterStore store = store(DeadLetterStore.WhenFull.REFUSE);
        store.add(letter(1));
        long second = store.add(letter(2));
        long third = store.add(letter(3));
        store.drop(third);
        store.replace(letter(8).withNumber(second));
        store.close();
        store.close();
        DeadLetterStore again = store(DeadLetterStore.WhenFull.REFUSE);
        assertEquals(outlivesItsClose() ? List.of("payload 1", "payload 8") : List.of(), payloads(again));
        if (outlivesItsClose()) {
            assertTrue(again.add(letter(4)) > third, "a number is given once, restarts included");
        }
    }
}
