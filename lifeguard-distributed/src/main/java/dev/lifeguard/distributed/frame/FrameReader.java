package dev.lifeguard.distributed.frame;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads what a {@link FrameWriter} wrote. Every length is checked against what is left before anything is allocated, so
 * that a frame can claim no more than it brings.
 */
final class FrameReader {

    /** More elements than any list of a frame has. */
    static final int LONGEST_LIST = 4096;

    private final ByteBuffer in;
    private final FrameKind kind;

    FrameReader(byte[] frame) {
        in = ByteBuffer.wrap(frame);
        if (frame.length < 4 || frame[0] != FrameWriter.MAGIC[0] || frame[1] != FrameWriter.MAGIC[1]) {
            throw new FrameException(
                    "These " + frame.length + " bytes do not begin as a frame of Lifeguard, so they are not"
                            + " read; keep other programs out of the queues of the pool.");
        }
        int form = frame[2] & 0xff;
        if (form != FrameWriter.FORM) {
            throw new FrameException("The form of a frame has version " + form + ", and this side reads version "
                    + FrameWriter.FORM + ", so it is not read; bring both sides to one version.");
        }
        kind = FrameKind.of(frame[3] & 0xff);
        in.position(4);
    }

    FrameKind kind() {
        return kind;
    }

    void expect(FrameKind expected) {
        if (kind != expected) {
            throw new FrameException("A frame of the kind " + kind + " came where " + expected
                    + " was expected, so it is not read; look who else writes to this queue.");
        }
    }

    int number() {
        need(Integer.BYTES);
        return in.getInt();
    }

    long longNumber() {
        need(Long.BYTES);
        return in.getLong();
    }

    boolean flag() {
        need(1);
        return in.get() != 0;
    }

    <E extends Enum<E>> E choice(E[] values) {
        String name = text();
        for (E value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw new FrameException("A field has the value \"" + name + "\", which is none of the " + values.length
                + " that this version knows, so the frame is not read; bring this side to the version of the sender.");
    }

    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new FrameException(
                    "A text in a frame is not UTF-8, so the frame is not read: " + notText.getMessage());
        }
    }

    byte[] bytes() {
        int length = number();
        need(length);
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    <T> List<T> list(Function<FrameReader, T> each) {
        int count = number();
        if (count < 0 || count > LONGEST_LIST) {
            throw new FrameException("A list in a frame claims " + count + " elements (most: " + LONGEST_LIST
                    + "), so the frame is not read; it is damaged, or not ours.");
        }
        List<T> values = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            values.add(each.apply(this));
        }
        return List.copyOf(values);
    }

    /** The end of the fields. What follows them is from a later version that only added something. */
    private void need(int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new FrameException("A frame of " + in.capacity() + " bytes ends where " + bytes
                    + " more should follow (at " + in.position() + "), so it is not read; it was cut, or is not ours.");
        }
    }
}
