package dev.lifeguard.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable sequence of bytes that is usually, but not surely, UTF-8 text.
 *
 * <p>File names, arguments and output of programs are bytes: a name that is no valid text must reach
 * its command unchanged, and a {@code String} cannot carry it. Safe for use by any thread.
 */
public final class ByteString {
    /** The sequence of no bytes. */
    public static final ByteString EMPTY = new ByteString(new byte[0]);

    private final byte[] bytes;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies bytes.
     *
     * @param bytes the bytes
     * @return a sequence of the same bytes, which later changes of the array do not reach
     */
    public static ByteString of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /**
     * Copies a part of an array.
     *
     * @param bytes the array
     * @param start the index of the first byte
     * @param length how many bytes
     * @return a sequence of these bytes
     * @throws IndexOutOfBoundsException when the part is not inside the array
     */
    public static ByteString of(byte[] bytes, int start, int length) {
        return length == 0 ? EMPTY : new ByteString(Arrays.copyOfRange(bytes, start, start + length));
    }

    /**
     * Encodes a text in UTF-8.
     *
     * @param text the text; half a surrogate pair becomes a question mark
     * @return its bytes
     */
    public static ByteString utf8(String text) {
        return text.isEmpty() ? EMPTY : new ByteString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Tells the length.
     *
     * @return the number of bytes
     */
    public int size() {
        return bytes.length;
    }

    /**
     * Tells whether there is nothing.
     *
     * @return true when there is no byte
     */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /**
     * Reads one byte.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the byte
     * @throws IndexOutOfBoundsException when there is no such byte
     */
    public byte at(int index) {
        return bytes[index];
    }

    /**
     * Finds a byte.
     *
     * @param wanted the byte
     * @param from the index to begin at
     * @return the first index at or after {@code from} that holds it, or -1
     */
    public int indexOf(byte wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Cuts out a part.
     *
     * @param start the index of the first byte
     * @param end the index after the last byte
     * @return the part
     * @throws IndexOutOfBoundsException when the part is not inside this sequence
     */
    public ByteString slice(int start, int end) {
        return start == 0 && end == bytes.length ? this : of(bytes, start, end - start);
    }

    /**
     * Puts another sequence behind this one.
     *
     * @param end what follows
     * @return both
     */
    public ByteString append(ByteString end) {
        byte[] both = Arrays.copyOf(bytes, bytes.length + end.bytes.length);
        System.arraycopy(end.bytes, 0, both, bytes.length, end.bytes.length);
        return new ByteString(both);
    }

    /**
     * Replaces each occurrence of a text.
     *
     * @param wanted what to look for, not empty
     * @param replacement what to put there, as it is; it is not searched again
     * @return the result; this sequence when nothing was found
     * @throws IllegalArgumentException when {@code wanted} is empty
     */
    public ByteString replace(ByteString wanted, ByteString replacement) {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("Nothing cannot be replaced: expected a text to look for, got none.");
        }
        int found = find(wanted, 0);
        if (found < 0) {
            return this;
        }
        var result = new ByteArrayOutputStream(bytes.length + replacement.size());
        int done = 0;
        while (found >= 0) {
            result.write(bytes, done, found - done);
            result.writeBytes(replacement.bytes);
            done = found + wanted.size();
            found = find(wanted, done);
        }
        result.write(bytes, done, bytes.length - done);
        return new ByteString(result.toByteArray());
    }

    /**
     * Tells whether a text occurs here.
     *
     * @param wanted what to look for
     * @return true when it is found
     */
    public boolean contains(ByteString wanted) {
        return find(wanted, 0) >= 0;
    }

    private int find(ByteString wanted, int from) {
        for (int i = from; i <= bytes.length - wanted.bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.bytes.length, wanted.bytes, 0, wanted.bytes.length)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Tells whether each byte is an ASCII character.
     *
     * @return true when no byte has its highest bit set
     */
    public boolean isAscii() {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Tells whether the bytes are well-formed UTF-8, so that {@link #toString} loses nothing.
     *
     * @return true when they are
     */
    public boolean isUtf8() {
        if (isAscii()) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    /**
     * Copies the bytes out.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /**
     * Writes the bytes.
     *
     * @param out where to
     * @throws IOException when the stream does not take them
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /**
     * Decodes the bytes as UTF-8.
     *
     * @return the text, with U+FFFD in the place of what is not well-formed
     */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
