package dev.lifeguard.deadletter;

import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A dead letter as bytes: the body of a record. Calls the codec of the user, so nobody calls this under a lock. */
final class LetterForm {

    /** What a record says. */
    static final byte PUT = 1;

    static final byte DROP = 2;

    /** The highest number that was given so far. */
    static final byte MARK = 3;

    /** Where the number stands in the body: behind what it says. */
    private static final int NUMBER_AT = 1;

    private static final byte TEXT = 't';
    private static final byte BYTES = 'b';
    private static final byte CODED = 'c';
    private static final List<Limit> LIMITS = List.of(Limit.QUEUE, Limit.RUN, Limit.SILENCE, Limit.TOTAL);

    private final @Nullable PayloadCodec codec;

    LetterForm(@Nullable PayloadCodec codec) {
        this.codec = codec;
    }

    static byte says(byte[] body) {
        return body[0];
    }

    static long number(byte[] body) {
        return ByteBuffer.wrap(body).getLong(NUMBER_AT);
    }

    static void number(byte[] body, long number) {
        ByteBuffer.wrap(body).putLong(NUMBER_AT, number);
    }

    /** {@return a record of no more than a number} */
    static byte[] brief(byte what, long number) {
        byte[] body = new byte[NUMBER_AT + Long.BYTES];
        body[0] = what;
        number(body, number);
        return body;
    }

    /**
     * {@return the letter as bytes}
     *
     * @throws IllegalArgumentException when its payload cannot be written
     */
    byte[] encode(DeadLetter letter) {
        byte kind = TEXT;
        byte[] payload;
        switch (letter.payload()) {
            case String text -> payload = text.getBytes(StandardCharsets.UTF_8);
            case byte[] bytes -> {
                kind = BYTES;
                payload = bytes;
            }
            default -> {
                kind = CODED;
                payload = coded(letter.payload());
            }
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(PUT);
            out.writeLong(letter.number());
            text(out, letter.pool());
            out.writeLong(letter.task());
            text(out, letter.reason().name());
            instant(out, letter.at());
            out.writeInt(letter.deaths());
            text(out, letter.end());
            options(out, letter.options());
            out.writeInt(letter.attempts().size());
            for (DeadLetter.Attempt attempt : letter.attempts()) {
                out.writeInt(attempt.number());
                instant(out, attempt.ended());
                out.writeLong(attempt.ran().toNanos());
                text(out, attempt.worker().pool());
                out.writeInt(attempt.worker().worker());
                out.writeInt(attempt.worker().incarnation());
                out.writeBoolean(attempt.death());
                text(out, attempt.error());
            }
            out.writeByte(kind);
            out.writeInt(payload.length);
            out.write(payload);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private byte[] coded(Object payload) {
        if (codec == null) {
            throw new IllegalArgumentException(
                    "A payload of " + payload.getClass().getName()
                            + " cannot be written to a file; give FileDeadLetters a codec for it (withCodec).");
        }
        try {
            return codec.encode(payload);
        } catch (Exception failure) {
            throw new IllegalArgumentException(
                    "The codec cannot write a payload of " + payload.getClass().getName() + ": " + failure, failure);
        }
    }

    /** {@return the letter again} */
    DeadLetter decode(byte[] body) {
        try (var in = new DataInputStream(new ByteArrayInputStream(body))) {
            in.readByte();
            long number = in.readLong();
            String pool = text(in);
            long task = in.readLong();
            var reason = DeadLetter.Reason.valueOf(text(in));
            Instant at = instant(in);
            int deaths = in.readInt();
            String end = text(in);
            TaskOptions options = options(in);
            var attempts = new ArrayList<DeadLetter.Attempt>();
            for (int left = in.readInt(); left > 0; left--) {
                attempts.add(new DeadLetter.Attempt(
                        in.readInt(),
                        instant(in),
                        Duration.ofNanos(in.readLong()),
                        new WorkerId(text(in), in.readInt(), in.readInt()),
                        in.readBoolean(),
                        text(in)));
            }
            Object payload = payload(in.readByte(), bytes(in));
            return new DeadLetter(number, pool, task, reason, at, deaths, end, payload, options, attempts);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private Object payload(byte kind, byte[] bytes) {
        return switch (kind) {
            case TEXT -> new String(bytes, StandardCharsets.UTF_8);
            case BYTES -> bytes;
            default -> {
                if (codec == null) {
                    yield new DeadLetter.Unreadable("it was written by a codec, and there is none now");
                }
                try {
                    yield codec.decode(bytes);
                } catch (Exception failure) {
                    yield new DeadLetter.Unreadable("the codec cannot read its " + bytes.length + " bytes: " + failure);
                }
            }
        };
    }

    // The options. A delay is over, and a retry policy can hold code: the new task has that of the pool.

    private static void options(DataOutputStream out, TaskOptions options) throws IOException {
        optional(out, options.name());
        optional(out, options.key());
        optional(out, options.kind());
        optional(out, options.lane());
        out.writeInt(options.priority());
        out.writeBoolean(options.isKept());
        out.writeBoolean(options.limits().isPresent());
        if (options.limits().isPresent()) {
            for (Limit limit : LIMITS) {
                out.writeLong(options.limits().get().nanos(limit));
            }
        }
    }

    private static TaskOptions options(DataInputStream in) throws IOException {
        TaskOptions options = TaskOptions.none();
        Optional<String> name = optional(in);
        options = name.isPresent() ? options.withName(name.get()) : options;
        Optional<String> key = optional(in);
        options = key.isPresent() ? options.withKey(key.get()) : options;
        Optional<String> kind = optional(in);
        options = kind.isPresent() ? options.withKind(kind.get()) : options;
        Optional<String> lane = optional(in);
        options = lane.isPresent() ? options.withLane(lane.get()) : options;
        options = options.withPriority(in.readInt());
        options = in.readBoolean() ? options.kept() : options;
        return in.readBoolean() ? options.withLimits(limits(in)) : options;
    }

    private static Limits limits(DataInputStream in) throws IOException {
        Limits limits = Limits.none();
        for (Limit limit : LIMITS) {
            long nanos = in.readLong();
            if (nanos != Long.MAX_VALUE) {
                Duration value = Duration.ofNanos(nanos);
                limits = switch (limit) {
                    case QUEUE -> limits.withQueue(value);
                    case RUN -> limits.withRun(value);
                    case SILENCE -> limits.withSilence(value);
                    case TOTAL -> limits.withTotal(value);
                };
            }
        }
        return limits;
    }

    // Parts.

    private static void optional(DataOutputStream out, Optional<String> value) throws IOException {
        out.writeBoolean(value.isPresent());
        if (value.isPresent()) {
            text(out, value.get());
        }
    }

    private static Optional<String> optional(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(text(in)) : Optional.empty();
    }

    private static void instant(DataOutputStream out, Instant at) throws IOException {
        out.writeLong(at.getEpochSecond());
        out.writeInt(at.getNano());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException(
                    "A part of a record says that it has " + length + " bytes, but " + in.available() + " are left.");
        }
        return in.readNBytes(length);
    }
}
