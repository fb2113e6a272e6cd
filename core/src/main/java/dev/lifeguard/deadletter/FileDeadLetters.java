package dev.lifeguard.deadletter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to keep dead letters in a file that survives the end of the program, also by {@code kill -9}. Immutable.
 *
 * <p>Each letter and each removal is appended as one record with its length and a checksum; what has been written is
 * never changed in place. When {@link DeadLetterStore#add} has returned, the letter is found again after the program was
 * killed; with {@link #syncEach} after the machine lost its power, too. A record that was not written to its end is
 * recognised when the file is opened, cut off and told.
 *
 * <p>The file belongs to one program at a time: a lock on {@code FILE.lock} beside it keeps others away. {@code FILE.new}
 * is there while the file is written anew without what was removed, {@code FILE.cut} keeps what was cut off last.
 */
public final class FileDeadLetters {

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.deadletter");
    private static final int LEAST_BYTES = 64 * 1024;

    private final Path file;
    private final int bound;
    private final int maxBytes;
    private final DeadLetterStore.WhenFull whenFull;
    private final boolean sync;
    private final @Nullable PayloadCodec codec;
    private final Consumer<String> messages;

    private FileDeadLetters(
            Path file,
            int bound,
            int maxBytes,
            DeadLetterStore.WhenFull whenFull,
            boolean sync,
            @Nullable PayloadCodec codec,
            Consumer<String> messages) {
        this.file = file;
        this.bound = bound;
        this.maxBytes = maxBytes;
        this.whenFull = whenFull;
        this.sync = sync;
        this.codec = codec;
        this.messages = messages;
    }

    /**
     * Begins with a file of at most 10,000 letters and 64 MiB, in which the oldest make room, without a sync.
     *
     * @param file the file, in a directory that is there; it is made when it is missing
     * @return the choice of a file
     */
    public static FileDeadLetters at(Path file) {
        return new FileDeadLetters(
                Objects.requireNonNull(file),
                10_000,
                64 << 20,
                DeadLetterStore.WhenFull.DROP_OLDEST,
                false,
                null,
                message -> LOG.log(System.Logger.Level.WARNING, message));
    }

    /**
     * Sets how much is kept.
     *
     * @param letters how many letters, at least 1
     * @param bytes how large the file may be, at least 64 KiB; the letters take at most half of it, the rest is for what
     *     was removed and not yet swept out
     * @return this choice with those bounds
     */
    public FileDeadLetters bound(int letters, int bytes) {
        if (bytes < LEAST_BYTES) {
            throw new IllegalArgumentException("A file of dead letters has at least " + LEAST_BYTES
                    + " bytes, but its bound is " + bytes + "; a letter would soon be larger than the file.");
        }
        return new FileDeadLetters(file, MemoryDeadLetters.atLeastOne(letters), bytes, whenFull, sync, codec, messages);
    }

    /**
     * Sets what happens when it is full.
     *
     * @param choice who makes room
     * @return this choice with that rule
     */
    public FileDeadLetters whenFull(DeadLetterStore.WhenFull choice) {
        return new FileDeadLetters(file, bound, maxBytes, Objects.requireNonNull(choice), sync, codec, messages);
    }

    /**
     * Has every record reach the disk before the call that writes it returns, so that it survives a loss of power. Costs
     * what the disk takes, often some milliseconds for each record.
     *
     * @return this choice with a sync for each record
     */
    public FileDeadLetters syncEach() {
        return new FileDeadLetters(file, bound, maxBytes, whenFull, true, codec, messages);
    }

    /**
     * Says how payloads become bytes. Texts and byte arrays need no codec. A payload that cannot be written is kept by
     * the pool in memory, which is told.
     *
     * @param payloads the codec
     * @return this choice with that codec
     */
    public FileDeadLetters withCodec(PayloadCodec payloads) {
        return new FileDeadLetters(file, bound, maxBytes, whenFull, sync, Objects.requireNonNull(payloads), messages);
    }

    /**
     * Says who hears what was found wrong when the file was opened. By default the log.
     *
     * @param listener hears sentences, on the thread that opens the file
     * @return this choice with that listener
     */
    public FileDeadLetters tell(Consumer<String> listener) {
        return new FileDeadLetters(file, bound, maxBytes, whenFull, sync, codec, Objects.requireNonNull(listener));
    }

    /**
     * Opens the file, or makes it.
     *
     * @return the store; whoever opens it closes it
     * @throws UncheckedIOException when it is not a file of dead letters, was written by a newer version, belongs to
     *     another program now, or cannot be read and written; it is left as it was
     */
    public DeadLetterStore open() {
        try {
            return new LetterFile(
                    LetterLog.open(file, sync, messages), new LetterForm(codec), bound, maxBytes, whenFull, messages);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
