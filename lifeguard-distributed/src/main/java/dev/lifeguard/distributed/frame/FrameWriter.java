package dev.lifeguard.distributed.frame;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes one frame: the magic bytes {@code LG}, the version of the form, the kind, then the fields in their order. Numbers
 * are big-endian, texts UTF-8 behind their length, lists behind their count.
 */
final class FrameWriter {

    /** The version of the form that is written. */
    static final int FORM = 1;

    static final byte[] MAGIC = {'L', 'G'};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    FrameWriter(FrameKind kind) {
        out.writeBytes(MAGIC);
        out.write(FORM);
        out.write(kind.number);
    }

    FrameWriter number(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        return this;
    }

    FrameWriter number(long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    FrameWriter flag(boolean value) {
        out.write(value ? 1 : 0);
        return this;
    }

    FrameWriter choice(Enum<?> value) {
        // By name: the order of the constants is not on the wire.
        return text(value.name());
    }

    FrameWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    FrameWriter bytes(byte[] value) {
        number(value.length);
        out.writeBytes(value);
        return this;
    }

    <T> FrameWriter list(List<T> values, BiConsumer<FrameWriter, T> each) {
        number(values.size());
        values.forEach(value -> each.accept(this, value));
        return this;
    }

    byte[] frame() {
        return out.toByteArray();
    }
}
