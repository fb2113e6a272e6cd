package dev.lifeguard.deadletter;

import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/** A dead letter as one line of JSON. */
final class JsonLine {

    private final StringBuilder line = new StringBuilder("{");

    private JsonLine() {}

    static String of(DeadLetter letter) {
        var json = new JsonLine();
        json.number("number", letter.number());
        json.text("pool", letter.pool());
        json.number("task", letter.task());
        json.text("name", letter.name());
        json.text("reason", letter.reason().toString());
        json.text("at", letter.at().toString());
        json.number("deaths", letter.deaths());
        json.text("end", letter.end());
        json.optional("key", letter.options().key());
        json.optional("kind", letter.options().kind());
        json.optional("lane", letter.options().lane());
        json.payload(letter.payload());
        json.raw(
                "attempts",
                letter.attempts().stream().map(JsonLine::attempt).collect(Collectors.joining(",", "[", "]")));
        return json.line.append('}').toString();
    }

    private static String attempt(DeadLetter.Attempt attempt) {
        var json = new JsonLine();
        json.number("number", attempt.number());
        json.text("ended", attempt.ended().toString());
        json.number("ranMs", attempt.ran().toMillis());
        json.text("worker", attempt.worker().toString());
        json.raw("death", String.valueOf(attempt.death()));
        json.text("error", attempt.error());
        return json.line.append('}').toString();
    }

    private void payload(Object payload) {
        switch (payload) {
            case String text -> text("payload", text);
            case byte[] bytes -> text("payloadBase64", Base64.getEncoder().encodeToString(bytes));
            case DeadLetter.Unreadable lost -> text("payloadUnreadable", lost.why());
            default -> text("payloadClass", payload.getClass().getName());
        }
    }

    private void optional(String name, Optional<String> value) {
        value.ifPresent(text -> text(name, text));
    }

    private void number(String name, long value) {
        raw(name, Long.toString(value));
    }

    private void text(String name, String value) {
        raw(name, quoted(value));
    }

    private void raw(String name, String value) {
        line.append(line.length() == 1 ? "" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(value);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    // Lone halves of a pair too: they have no form in UTF-8.
                    if (c < ' ' || (Character.isSurrogate(c) && !isPaired(text, at))) {
                        quoted.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
