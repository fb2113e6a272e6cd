package dev.lifeguard.examples;

import dev.lifeguard.Lease;
import dev.lifeguard.LeaseException;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerPool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Checkout of a stateful resource: a {@link Deflater} holds native memory and the state of the stream that it
 * compresses, so it is worth keeping, is used by one caller at a time, and must be reset between two streams.
 */
public final class Checkout {
    private static final String TEXT = "the same words again and again, ".repeat(300);

    private Checkout() {}

    // @start region="definition"
    /** How to make, clean and release a compressor. */
    private static final class Compressors implements WorkerDefinition<Deflater> {
        @Override
        public Deflater start(WorkerContext context) {
            return new Deflater(Deflater.BEST_SPEED);
        }

        @Override
        public void reset(Deflater compressor) {
            compressor.reset();
        }

        @Override
        public void stop(Deflater compressor, StopReason reason) {
            compressor.end();
        }
    }
    // @end region="definition"

    public static void main(String[] arguments) throws Exception {
        try (var pool =
                WorkerPool.of(new Compressors()).name("compressors").size(1).start()) {
            for (int round = 1; round <= 2; round++) {
                System.out.println("round " + round + ": same text again: " + TEXT.equals(inflate(deflate(pool))));
            }
            Lease<Deflater> closed = pool.checkout(Duration.ofSeconds(2));
            closed.markBroken("shown as an example");
            closed.close();
            try {
                closed.worker();
            } catch (LeaseException fenced) {
                System.out.println("a closed lease is fenced");
            }
            try (Lease<Deflater> next = pool.checkout(Duration.ofSeconds(2))) {
                System.out.println("after the verdict broken: incarnation "
                        + next.id().incarnation() + " of worker " + next.id().worker());
            }
        }
    }

    // @start region="lease"
    private static byte[] deflate(WorkerPool<Deflater> pool) throws InterruptedException {
        try (Lease<Deflater> lease = pool.checkout(Duration.ofSeconds(2))) {
            // The next user must not meet the end of this stream: the reset hook runs before the next loan.
            lease.markDirty();
            Deflater compressor = lease.worker();
            compressor.setInput(TEXT.getBytes(StandardCharsets.UTF_8));
            compressor.finish();
            byte[] room = new byte[TEXT.length()];
            return Arrays.copyOf(room, compressor.deflate(room));
        }
    }
    // @end region="lease"

    private static String inflate(byte[] compressed) throws DataFormatException {
        var decompressor = new Inflater();
        try {
            decompressor.setInput(compressed);
            byte[] room = new byte[TEXT.length()];
            return new String(room, 0, decompressor.inflate(room), StandardCharsets.UTF_8);
        } finally {
            decompressor.end();
        }
    }
}
