package dev.lifeguard.verification.anomalies;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What was seen that must not be, and which of the planted failures somebody was told of. */
final class Verdicts {
    private static final int DEPTH = 16;

    private final List<String> wrong = new ArrayList<>();
    /** Any thread may log. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void check(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    /** Somebody outside was given this failure. {@return whether it is a planted one, or comes from one} */
    boolean told(@Nullable Throwable failure) {
        boolean planted = false;
        Throwable next = failure;
        for (int depth = 0; next != null && depth < DEPTH; depth++) {
            planted |= told(String.valueOf(next.getMessage()));
            for (Throwable beside : next.getSuppressed()) {
                planted |= told(String.valueOf(beside.getMessage()));
            }
            next = next.getCause();
        }
        return planted;
    }

    /** Somebody outside was given these words. {@return whether they are about a planted failure} */
    boolean told(String words) {
        return words.contains("planted: ") && (told.add(words) || told.contains(words));
    }

    boolean isTold(Throwable planted) {
        String words = String.valueOf(planted.getMessage());
        return told.stream().anyMatch(line -> line.contains(words));
    }

    List<String> wrong() {
        return wrong;
    }
}
