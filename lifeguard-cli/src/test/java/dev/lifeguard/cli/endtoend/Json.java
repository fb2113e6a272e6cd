package dev.lifeguard.cli.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads one line of JSON, strictly: an object of strings, whole numbers and null, and nothing after it. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Map<String, Object> object(String line) {
        var json = new Json(line);
        Map<String, Object> object = json.object();
        if (json.at != line.length()) {
            throw json.broken("the end");
        }
        return object;
    }

    private Map<String, Object> object() {
        var object = new LinkedHashMap<String, Object>();
        expect('{');
        do {
            String name = string();
            expect(':');
            if (object.put(name, value()) != null) {
                throw broken("a name that is new, not " + name);
            }
        } while (accept(','));
        expect('}');
        return object;
    }

    private Object value() {
        if (text.startsWith("null", at)) {
            at += 4;
            return "null";
        }
        if (text.charAt(at) == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return Long.valueOf(text.substring(start, at));
    }

    private String string() {
        expect('"');
        var string = new StringBuilder();
        while (!accept('"')) {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw broken("no control character");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> throw broken("an escape");
        };
    }

    private boolean accept(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw broken(String.valueOf(c));
        }
    }

    private AssertionError broken(String expected) {
        return new AssertionError("no JSON, expected " + expected + " at " + at + ": " + text);
    }
}
