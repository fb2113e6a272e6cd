package dev.lifeguard.distributed;

/**
 * Turns values into bytes and back: tasks, results, or messages. It is part of the contract between the versions of a
 * program, so it says which version it writes and which ones it reads. Several threads call it at once.
 *
 * <p>There is none for {@link java.io.Serializable} objects and there will be none: reading such bytes runs code of whoever
 * wrote them.
 *
 * @param <T> the values
 */
public interface Codec<T> {

    /** {@return what the values are, in a short word that both sides use; a host takes tasks of its own type only} */
    String type();

    /** {@return the version that {@link #encode} writes, from 0} */
    default int version() {
        return 0;
    }

    /** {@return the oldest version that {@link #decode} reads} */
    default int oldest() {
        return 0;
    }

    /**
     * Turns a value into bytes.
     *
     * @param value the value
     * @return the bytes
     * @throws Exception when it cannot be written
     */
    byte[] encode(T value) throws Exception;

    /**
     * Turns bytes into a value. They come from another machine: check them.
     *
     * @param bytes what {@code encode} wrote, in this or another process
     * @param version the version that wrote them, from {@link #oldest} to {@link #version}
     * @return the value
     * @throws Exception when they are not such bytes
     */
    T decode(byte[] bytes, int version) throws Exception;

    /** {@return texts, as UTF-8} */
    static Codec<String> text() {
        return Codecs.TEXT;
    }

    /** {@return bytes as they are} */
    static Codec<byte[]> bytes() {
        return Codecs.BYTES;
    }

    /**
     * {@return single plain values: {@link String}, {@code byte[]}, {@link Integer}, {@link Long}, {@link Double}, {@link
     * Boolean}} It is what messages and progress use, unless the pool is given another.
     */
    static Codec<Object> plain() {
        return Codecs.PLAIN;
    }
}
