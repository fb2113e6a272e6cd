package dev.lifeguard.control;

import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.Revived;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** What callers do with dead letters, on their own threads. */
final class DeadLetterDesk implements DeadLetters {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DeadLetterOffice office;
    private final DataPlane plane;

    /** How a payload of this door is run; throws when it is not for it. */
    private final Function<Object, Call> calls;

    DeadLetterDesk(DeadLetterOffice office, DataPlane plane, Function<Object, Call> calls) {
        this.office = office;
        this.plane = plane;
        this.calls = calls;
    }

    @Override
    public List<DeadLetter> list(Predicate<DeadLetter> which, long after, int most) {
        if (most < 1 || most > PAGE) {
            throw new IllegalArgumentException("A page of dead letters has from 1 to " + PAGE + " of them, but got "
                    + most + "; ask for the next page behind the last number of this one.");
        }
        var found = new ArrayList<DeadLetter>();
        long last = after;
        while (found.size() < most) {
            List<DeadLetter> page = office.page(last, most);
            if (page.isEmpty()) {
                break;
            }
            page.stream().filter(which).limit(most - found.size()).forEach(found::add);
            last = page.getLast().number();
        }
        return List.copyOf(found);
    }

    /** Goes through all letters that are there, page by page. */
    private List<Long> numbers(Predicate<DeadLetter> which) {
        var numbers = new ArrayList<Long>();
        long last = Long.MIN_VALUE;
        for (List<DeadLetter> page = office.page(last, PAGE); !page.isEmpty(); page = office.page(last, PAGE)) {
            page.stream().filter(which).map(DeadLetter::number).forEach(numbers::add);
            last = page.getLast().number();
        }
        return numbers;
    }

    @Override
    public Optional<DeadLetter> find(long number) {
        return office.find(number);
    }

    @Override
    public int size() {
        return office.size();
    }

    @Override
    public Optional<TaskHandle<Object>> retry(long given) {
        long number = office.takeOut(given);
        if (number == 0) {
            return Optional.empty();
        }
        boolean submitted = false;
        try {
            Optional<DeadLetter> letter = office.find(number);
            if (letter.isEmpty()) {
                return Optional.empty();
            }
            Call call = callOf(letter.get());
            submitted = true;
            return Optional.of(plane.submit(
                    Revived.CALL,
                    new Revived(call, letter.get().payload(), number, office),
                    undelayed(letter.get().options())));
        } finally {
            if (!submitted) {
                office.putBack(number);
            }
        }
    }

    private Call callOf(DeadLetter letter) {
        if (letter.payload() instanceof DeadLetter.Unreadable lost) {
            throw new IllegalStateException("Dead letter " + letter.number() + " cannot be tried again, because "
                    + lost.why() + "; open the store with the codec that wrote it, or drop the letter.");
        }
        return calls.apply(letter.payload());
    }

    private static TaskOptions undelayed(TaskOptions options) {
        return options.delayNanos() == 0 ? options : options.withDelay(Duration.ZERO);
    }

    @Override
    public List<TaskHandle<Object>> retryAll(Predicate<DeadLetter> which, int perSecond) throws InterruptedException {
        if (perSecond < 1) {
            throw new IllegalArgumentException("Dead letters are tried again at 1 a second or more, but got "
                    + perSecond + "; to try one, use retry(number).");
        }
        var handles = new ArrayList<TaskHandle<Object>>();
        long due = plane.time().nanoTime();
        for (long number : numbers(which.and(letter -> !(letter.payload() instanceof DeadLetter.Unreadable)))) {
            awaitTime(due);
            Optional<TaskHandle<Object>> handle = retry(number);
            handle.ifPresent(handles::add);
            due += handle.isPresent() ? SECOND_NANOS / perSecond : 0;
        }
        return List.copyOf(handles);
    }

    private void awaitTime(long due) throws InterruptedException {
        while (due - plane.time().nanoTime() > 0) {
            plane.time().parkUntil(this, due);
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted between two dead letters; those before it are submitted.");
            }
        }
    }

    @Override
    public boolean drop(long number) {
        return office.remove(number);
    }

    @Override
    public int dropAll(Predicate<DeadLetter> which) {
        int dropped = 0;
        for (long number : numbers(which)) {
            dropped += office.remove(number) ? 1 : 0;
        }
        return dropped;
    }

    @Override
    public long export(Appendable out) {
        long written = 0;
        long last = Long.MIN_VALUE;
        try {
            for (List<DeadLetter> page = office.page(last, PAGE); !page.isEmpty(); page = office.page(last, PAGE)) {
                for (DeadLetter letter : page) {
                    out.append(letter.toJson()).append('\n');
                    written++;
                }
                last = page.getLast().number();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return written;
    }
}
