package dev.lifeguard;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Inputs that become outcomes as somebody pulls: submits ahead up to the window, then waits for the oldest. Holds the
 * window and nothing else, so that an endless source needs no more memory than a short one. One thread at a time, as
 * every {@code Spliterator}.
 *
 * @param <T> the input
 * @param <R> the result
 */
final class OutcomeStream<T, R extends @Nullable Object> implements Spliterator<Outcome<R>> {

    private final Spliterator<? extends T> source;
    private final int lookAhead;
    private final Function<T, TaskHandle<R>> submit;
    private final ArrayDeque<TaskHandle<R>> window = new ArrayDeque<>();

    /** Whether the source has no more, or has failed. */
    private boolean dry;

    private @Nullable Throwable failure;

    private OutcomeStream(Spliterator<? extends T> source, int lookAhead, Function<T, TaskHandle<R>> submit) {
        this.source = source;
        this.lookAhead = lookAhead;
        this.submit = submit;
    }

    static <T, R extends @Nullable Object> Stream<Outcome<R>> of(
            Stream<? extends T> inputs, int lookAhead, Function<T, TaskHandle<R>> submit) {
        var outcomes = new OutcomeStream<>(inputs.spliterator(), lookAhead, submit);
        return StreamSupport.stream(outcomes, false).onClose(outcomes::cancel).onClose(inputs::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Outcome<R>> action) {
        Objects.requireNonNull(action);
        while (!dry && window.size() < lookAhead) {
            submitNext();
        }
        TaskHandle<R> oldest = window.peek();
        if (oldest == null) {
            passOnFailure();
            return false;
        }
        Outcome<R> outcome = await(oldest);
        window.remove();
        action.accept(outcome);
        return true;
    }

    private void submitNext() {
        try {
            dry = !source.tryAdvance(input -> window.add(submit.apply(input)));
        } catch (Throwable broken) {
            // Told when the inputs before it have been answered: they are in order, and so is it.
            failure = broken;
            dry = true;
        }
    }

    private Outcome<R> await(TaskHandle<R> oldest) {
        try {
            return oldest.await();
        } catch (InterruptedException interrupted) {
            cancel();
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("Interrupted while waiting for " + oldest
                            + "; what was submitted ahead is cancelled, and the interrupt stays pending.")
                    .initCause(interrupted);
        } catch (IllegalStateException selfWait) {
            cancel();
            throw selfWait;
        }
    }

    private void passOnFailure() {
        Throwable broken = failure;
        failure = null;
        switch (broken) {
            case null -> {}
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError("A source throws nothing checked.", broken);
        }
    }

    private void cancel() {
        dry = true;
        window.forEach(handle -> handle.cancel(Cancel.INTERRUPT));
        window.clear();
    }

    @Override
    public @Nullable Spliterator<Outcome<R>> trySplit() {
        // Not: a half of an endless source would be read into an array first. The pool brings the parallelism.
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
