package dev.lifeguard.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteStringTest {
    @Test
    void replacesEachOccurrenceOnceAndNotWhatItPutThere() {
        ByteString template = ByteString.utf8("{}-{}.txt");
        assertEquals(
                ByteString.utf8("a{}b-a{}b.txt"), template.replace(ByteString.utf8("{}"), ByteString.utf8("a{}b")));
    }

    @Test
    void replaceWithoutAnOccurrenceReturnsTheSame() {
        ByteString template = ByteString.utf8("{");
        assertEquals(template, template.replace(ByteString.utf8("{}"), ByteString.utf8("x")));
    }

    @Test
    void replacingNothingIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ByteString.utf8("a").replace(ByteString.EMPTY, ByteString.utf8("x")));
    }

    @Test
    void tellsAsciiFromUtf8FromOtherBytes() {
        assertTrue(ByteString.utf8("plain").isAscii());
        assertFalse(ByteString.utf8("é").isAscii());
        assertTrue(ByteString.utf8("é").isUtf8());
        assertFalse(ByteString.of(new byte[] {'a', (byte) 0xE9}).isUtf8());
    }

    @Test
    void laterChangesOfAnArrayDoNotReachIt() {
        byte[] bytes = {1, 2, 3};
        ByteString text = ByteString.of(bytes);
        bytes[0] = 9;
        text.toBytes()[1] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, text.toBytes());
    }

    @Test
    void slicesAndFinds() {
        ByteString text = ByteString.utf8("key value");
        int space = text.indexOf((byte) ' ', 0);
        assertEquals("key", text.slice(0, space).toString());
        assertEquals(-1, text.indexOf((byte) ' ', space + 1));
        assertTrue(text.contains(ByteString.utf8("val")));
        assertFalse(text.contains(ByteString.utf8("value!")));
    }
}
