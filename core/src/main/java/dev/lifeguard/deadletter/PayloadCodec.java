package dev.lifeguard.deadletter;

import java.util.Objects;
import java.util.function.Function;

/**
 * Turns payloads into bytes and back, for stores that outlive the program. Texts and byte arrays need none. Never under
 * a lock; {@link #encode} runs on the pool's thread for dead letters, {@link #decode} on that of whoever looks.
 */
public interface PayloadCodec {

    /**
     * {@return the payload as bytes}
     *
     * @param payload what was submitted
     * @throws Exception when it cannot be written; the letter then stays in memory, and the reason is told
     */
    byte[] encode(Object payload) throws Exception;

    /**
     * {@return the payload again}
     *
     * @param bytes what {@link #encode} returned, perhaps in an earlier version of the program
     * @throws Exception when it cannot be read; the letter is there all the same, with a payload that says so
     */
    Object decode(byte[] bytes) throws Exception;

    /**
     * {@return a codec for payloads of one type; others cannot be written}
     *
     * @param type the type
     * @param encode to bytes
     * @param decode from bytes
     * @param <T> the type
     */
    static <T> PayloadCodec of(Class<T> type, Function<T, byte[]> encode, Function<byte[], T> decode) {
        Objects.requireNonNull(type);
        return new PayloadCodec() {
            @Override
            public byte[] encode(Object payload) {
                return encode.apply(type.cast(payload));
            }

            @Override
            public Object decode(byte[] bytes) {
                return decode.apply(bytes);
            }
        };
    }
}
