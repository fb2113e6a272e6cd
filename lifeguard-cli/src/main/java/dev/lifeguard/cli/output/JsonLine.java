package dev.lifeguard.cli.output;

import dev.lifeguard.process.ByteString;
import dev.lifeguard.process.Captured;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes a record as one line of JSON in UTF-8. Nothing in it can break the line: what JSON demands is escaped, and
 * so are all control characters.
 */
public final class JsonLine {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7F;

    private final StringBuilder text = new StringBuilder(256);

    private JsonLine() {}

    /**
     * Writes a record.
     *
     * @param task the record
     * @return the line, its newline included
     */
    public static byte[] of(TaskRecord task) {
        return new JsonLine().write(task);
    }

    private byte[] write(TaskRecord task) {
        text.append('{');
        id(task.id());
        string("task", task.line().text().toString());
        string("status", task.ending().status().word());
        number(
                "exit",
                task.ending().exit().isPresent()
                        ? Integer.toString(task.ending().exit().getAsInt())
                        : "null");
        number("attempts", Integer.toString(task.work().attempts()));
        number("ms", Long.toString(task.work().runMillis()));
        number("waitMs", Long.toString(task.work().waitMillis()));
        number(
                "worker",
                task.work().worker().isPresent()
                        ? Integer.toString(task.work().worker().getAsInt())
                        : "null");
        captured("stdout", task.output().stdout());
        captured("stderr", task.output().stderr());
        task.ending().error().ifPresent(error -> string("error", error));
        task.output().stdoutFile().ifPresent(file -> string("stdoutFile", file.toString()));
        task.output().stderrFile().ifPresent(file -> string("stderrFile", file.toString()));
        exactTask(task.line().text());
        text.append("}\n");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void id(TaskRecord.Id id) {
        if (id.number()) {
            number("id", id.text());
        } else {
            string("id", id.text());
        }
    }

    /** A tail that is less than all says so by the number of bytes that there were. */
    private void captured(String name, Captured output) {
        string(name, wholeCharacters(output));
        if (output.cut()) {
            number(name + "Bytes", Long.toString(output.totalBytes()));
        }
    }

    /** A task that is no text has its bytes beside the approximation. */
    private void exactTask(ByteString task) {
        if (!task.isUtf8()) {
            string("taskBase64", Base64.getEncoder().encodeToString(task.toBytes()));
        }
    }

    /** A cut may fall into a character; its remaining bytes are left out, three at most. */
    private static String wholeCharacters(Captured output) {
        ByteString tail = output.tail();
        int start = 0;
        if (output.cut()) {
            while (start < Math.min(3, tail.size()) && (tail.at(start) & 0xC0) == 0x80) {
                start++;
            }
        }
        return tail.slice(start, tail.size()).toString();
    }

    private void string(String name, String value) {
        begin(name);
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i));
        }
        text.append('"');
    }

    private void number(String name, String value) {
        begin(name);
        text.append(value);
    }

    private void begin(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append('"').append(name).append("\":");
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (c < FIRST_PRINTABLE || c == DELETE || c == '\u2028' || c == '\u2029') {
                    text.append(String.format("\\u%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
        }
    }
}
