package dev.lifeguard;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries what hangs on a thread; a thread gets back what it had, so nothing of one task reaches the next. */
record ThreadContext<M>(Supplier<? extends @Nullable M> copy, Consumer<? super M> set, Runnable clear)
        implements ContextCarrier {

    ThreadContext {
        Objects.requireNonNull(copy);
        Objects.requireNonNull(set);
        Objects.requireNonNull(clear);
    }

    @Override
    public Captured capture() {
        @Nullable M mine = copy.get();
        return code -> during(mine, code);
    }

    private void during(@Nullable M mine, Callable<?> code) throws Exception {
        @Nullable M before = copy.get();
        try {
            put(mine);
            code.call();
        } finally {
            put(before);
        }
    }

    private void put(@Nullable M context) {
        if (context == null) {
            clear.run();
        } else {
            set.accept(context);
        }
    }
}
