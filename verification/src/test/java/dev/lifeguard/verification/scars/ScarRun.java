package dev.lifeguard.verification.scars;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Plays one test beside a pool that was rebuilt: it talks in types of the JDK only. */
final class ScarRun {
    private ScarRun() {}

    /** {@return what the test says is wrong, or nothing} */
    static String play(String test, String scar) throws ReflectiveOperationException {
        var scars = Class.forName(test)
                .asSubclass(Scars.class)
                .getDeclaredConstructor()
                .newInstance();
        Method method = scars.getClass().getDeclaredMethod(scar);
        method.setAccessible(true);
        try {
            method.invoke(scars);
            return "";
        } catch (InvocationTargetException failed) {
            return String.valueOf(failed.getCause());
        } finally {
            scars.openTheGate();
        }
    }
}
