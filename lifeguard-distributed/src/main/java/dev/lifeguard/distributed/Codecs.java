package dev.lifeguard.distributed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The codecs that need no library. */
final class Codecs {

    static final Codec<String> TEXT = new Codec<>() {
        @Override
        public String type() {
            return "text";
        }

        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes, int version) throws Exception {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    };

    static final Codec<byte[]> BYTES = new Codec<>() {
        @Override
        public String type() {
            return "bytes";
        }

        @Override
        public byte[] encode(byte[] value) {
            return value.clone();
        }

        @Override
        public byte[] decode(byte[] bytes, int version) {
            return bytes.clone();
        }
    };

    static final Codec<Object> PLAIN = new Codec<>() {
        @Override
        public String type() {
            return "plain";
        }

        @Override
        public byte[] encode(Object value) throws Exception {
            return switch (value) {
                case String text -> tagged('s', TEXT.encode(text));
                case byte[] bytes -> tagged('b', bytes);
                case Integer number ->
                    tagged('i', ByteBuffer.allocate(4).putInt(number).array());
                case Long number ->
                    tagged('l', ByteBuffer.allocate(8).putLong(number).array());
                case Double number ->
                    tagged('d', ByteBuffer.allocate(8).putDouble(number).array());
                case Boolean flag -> tagged('z', new byte[] {(byte) (flag ? 1 : 0)});
                default ->
                    throw new IllegalArgumentException(
                            "A message or a progress is a String, byte[], Integer, Long, Double or"
                                    + " Boolean, but is of " + value.getClass().getName()
                                    + "; send one of those, or give the pool a codec for messages.");
            };
        }

        @Override
        public Object decode(byte[] bytes, int version) throws Exception {
            if (bytes.length == 0) {
                throw new IllegalArgumentException("A plain value has at least one byte, but this has none.");
            }
            ByteBuffer body = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
            return switch (bytes[0]) {
                case 's' -> StandardCharsets.UTF_8.newDecoder().decode(body).toString();
                case 'b' -> Arrays.copyOfRange(bytes, 1, bytes.length);
                case 'i' -> body.getInt();
                case 'l' -> body.getLong();
                case 'd' -> body.getDouble();
                case 'z' -> body.get() != 0;
                default ->
                    throw new IllegalArgumentException(
                            "A plain value begins with one of s b i l d z, but this with the byte " + bytes[0] + ".");
            };
        }
    };

    private Codecs() {}

    private static byte[] tagged(char tag, byte[] body) {
        byte[] bytes = new byte[body.length + 1];
        bytes[0] = (byte) tag;
        System.arraycopy(body, 0, bytes, 1, body.length);
        return bytes;
    }
}
