package dev.lifeguard.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** What the message of a failure must say. */
final class Messages {
    private Messages() {}

    static void assertSays(Throwable failure, String part) {
        assertTrue(text(failure).contains(part), () -> "expected <" + part + "> in: " + text(failure));
    }

    static List<String> lines(Throwable failure) {
        return text(failure).lines().toList();
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? "" : message;
    }
}
