package dev.lifeguard.process;

import java.util.Arrays;

/** The last bytes of what was written, in a ring that grows up to its limit. One thread at a time. */
final class Tail {
    private static final int FIRST_SIZE = 1024;

    private final int limit;
    private byte[] ring;
    private long total;

    Tail(int limitBytes) {
        limit = limitBytes;
        ring = new byte[Math.min(FIRST_SIZE, limitBytes)];
    }

    void add(byte[] bytes, int length) {
        int start = Math.max(0, length - limit);
        grow(Math.min((long) limit, total + length));
        for (int i = start; i < length; ) {
            int at = (int) ((total + i) % Math.max(1, ring.length));
            int run = Math.min(length - i, ring.length - at);
            if (run == 0) {
                break;
            }
            System.arraycopy(bytes, i, ring, at, run);
            i += run;
        }
        total += length;
    }

    /** Before the ring is at its limit nothing has been overwritten, so its content begins at index 0. */
    private void grow(long needed) {
        if (needed > ring.length) {
            ring = Arrays.copyOf(ring, (int) Math.min(limit, Math.max(needed, 2L * ring.length)));
        }
    }

    Captured captured() {
        int kept = (int) Math.min(total, ring.length);
        byte[] last = new byte[kept];
        for (int i = 0; i < kept; i++) {
            last[i] = ring[(int) ((total - kept + i) % ring.length)];
        }
        return new Captured(ByteString.of(last), total);
    }
}
