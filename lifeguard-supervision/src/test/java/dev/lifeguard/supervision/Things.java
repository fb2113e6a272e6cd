package dev.lifeguard.supervision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Children of a test that write down what happens to them. */
final class Things {
    /** What was started and stopped, in order: {@code "+a"} and {@code "-a"}. */
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, ChildContext> contexts = new ConcurrentHashMap<>();

    /** What is started: its own name. */
    Child<String> thing(String name) {
        return Child.of(
                name,
                context -> {
                    log.add("+" + name);
                    contexts.put(name, context);
                    return name;
                },
                (made, within) -> log.add("-" + name));
    }

    void fail(String name) {
        context(name).failed(new IllegalStateException("planted: " + name + " failed"));
    }

    void end(String name) {
        context(name).ended();
    }

    ChildContext context(String name) {
        return Objects.requireNonNull(contexts.get(name), name);
    }

    void note(String what) {
        log.add(what);
    }

    String log() {
        synchronized (log) {
            return String.join(" ", log);
        }
    }

    boolean saw(String what) {
        return log().contains(what);
    }

    long count(String what) {
        synchronized (log) {
            return log.stream().filter(what::equals).count();
        }
    }
}
