package dev.lifeguard.cli.run;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Hears signals. The one place that touches {@code sun.misc.Signal}: there is no public way, and the class is
 * reached by reflection because a compiler that takes warnings for errors does not let it be named.
 */
final class Signals {
    private Signals() {}

    /**
     * Calls {@code action} for each signal of this name from now on, on a thread of its own.
     *
     * @return false when the signal cannot be heard: on a JVM without the class, or because it was ignored when
     *     this program was started and the JVM keeps to that
     */
    static boolean handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(action);
            Object listener =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            Object earlier = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
            return earlier == null
                    || !earlier.equals(handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
            return false;
        }
    }
}
