package dev.lifeguard;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the context of a submitter (a logging context, a trace, a tenant) to the threads that work for him: captured
 * once at {@code submit}, applied around every attempt and every callback of the task, and taken off again afterwards.
 *
 * <p>{@link #threadLocal} and {@link #map} serve what hangs on a thread. Anything else is a lambda in a lambda; it can add
 * a trace, or bind a scoped value again:
 *
 * <pre>{@code
 * () -> {
 *     User user = USER.get();
 *     return code -> ScopedValue.where(USER, user).call(code::call);
 * }
 * }</pre>
 *
 * @see PoolBuilder#carry
 */
@FunctionalInterface
public interface ContextCarrier {

    /**
     * Takes what the calling thread has. Called once for each task, on the thread that submits it, before the pool takes
     * the task; what it throws, {@code submit} throws, and no task is made.
     *
     * @return what to apply on other threads
     */
    Captured capture();

    /** What one submitter had. Applied on several threads, for retries and callbacks more than once. */
    @FunctionalInterface
    interface Captured {

        /**
         * Runs code in the context: applies it, calls the code once on this thread, and takes the context off again,
         * whatever the code throws. What the code returned or threw is known to the pool; it need not be handed on.
         *
         * <p>When this throws before it called the code, or never calls it, an attempt fails with that; a callback runs
         * without the context, and listeners are told.
         *
         * @param code an attempt of the task, or a callback; throws when called twice
         * @throws Exception what the code threw, or why the context could not be applied or taken off
         */
        void around(Callable<?> code) throws Exception;
    }

    /**
     * Carries the value of a thread-local variable: the same object, not a copy. Afterwards the thread has what it had
     * before. It need not be an {@code InheritableThreadLocal}, and it does not help if it is one: workers are started
     * by the pool, not by the submitter.
     *
     * @param local the variable
     * @param <T> its value
     * @return the carrier
     */
    static <T extends @Nullable Object> ContextCarrier threadLocal(ThreadLocal<T> local) {
        return map(local::get, local::set, local::remove);
    }

    /**
     * Carries what hangs on a thread and is reached through three calls, such as the map of a logging context:
     * {@code map(MDC::getCopyOfContextMap, MDC::setContextMap, MDC::clear)}. Afterwards the thread has what it had
     * before.
     *
     * @param copy what the calling thread has, which nobody changes later; {@code null} when it has nothing
     * @param set gives it to the calling thread
     * @param clear takes everything off the calling thread
     * @param <M> what hangs on a thread
     * @return the carrier
     */
    static <M> ContextCarrier map(Supplier<? extends @Nullable M> copy, Consumer<? super M> set, Runnable clear) {
        return new ThreadContext<M>(copy, set, clear);
    }

    /**
     * {@return a carrier of both: this one is applied first, around the other}
     *
     * @param inner the other
     */
    default ContextCarrier and(ContextCarrier inner) {
        return () -> {
            Captured mine = capture();
            Captured its = inner.capture();
            return code -> mine.around(() -> {
                its.around(code);
                return true;
            });
        };
    }
}
