package dev.lifeguard.distributed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The codecs that need no library. */
final class CodecsTest {

    @Test
    void plainValuesComeBack() throws Exception {
        for (Object value : List.of("wörter", 7, 8L, 1.5, true, false)) {
            assertEquals(value, Codec.plain().decode(Codec.plain().encode(value), 0));
        }
        assertArrayEquals(new byte[] {1, 2}, (byte[]) Codec.plain()
                .decode(Codec.plain().encode(new byte[] {1, 2}), 0));
    }

    @Test
    void whatIsNotPlainIsRefusedWithItsClass() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Codec.plain().encode(new Object()));
        assertTrue(String.valueOf(refused.getMessage()).contains("java.lang.Object"), refused::getMessage);
    }

    @Test
    void bytesThatAreNoPlainValueAreRefused() {
        assertThrows(Exception.class, () -> Codec.plain().decode(new byte[0], 0));
        assertThrows(Exception.class, () -> Codec.plain().decode(new byte[] {'?'}, 0));
        assertThrows(Exception.class, () -> Codec.plain().decode(new byte[] {'l', 1}, 0));
        assertThrows(Exception.class, () -> Codec.text().decode(new byte[] {(byte) 0xff}, 0));
    }

    @Test
    void bytesAreCopiedBothWays() throws Exception {
        byte[] mine = {1};
        byte[] sent = Codec.bytes().encode(mine);
        mine[0] = 2;
        assertArrayEquals(new byte[] {1}, sent);
        byte[] got = Codec.bytes().decode(sent, 0);
        sent[0] = 3;
        assertArrayEquals(new byte[] {1}, got);
    }
}
