package dev.lifeguard.deadletter;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A file to which records are appended: a header of {@value #HEADER} bytes, then for each record its length (4 bytes), a
 * checksum of length and body (4 bytes, CRC-32), and the body. Numbers are big-endian. Knows nothing of letters. Not
 * thread-safe.
 *
 * <p>Not a {@code FileChannel}: an interrupt of the thread that uses it closes it, and any thread may ask for letters.
 */
final class LetterLog implements AutoCloseable {

    /** The name of the format, its version behind it. */
    private static final byte[] NAME = "LIFEGUARD-DL".getBytes(StandardCharsets.US_ASCII);

    private static final int VERSION = 1;
    static final int HEADER = 16;
    static final int FRAME = 8;

    /** A longer record is not read: a length beyond it is damage. */
    static final int LONGEST = 1 << 30;

    /** Where a body stands. */
    record Place(long offset, int length) {}

    private final Path path;
    private final boolean sync;
    private final FileChannel lockFile;
    private final Consumer<String> messages;
    private final List<Place> found = new ArrayList<>();
    private RandomAccessFile file;

    /** Where the next record goes. Whatever stands behind it is not whole. */
    private long end;

    private LetterLog(Path path, boolean sync, FileChannel lockFile, RandomAccessFile file, Consumer<String> messages) {
        this.path = path;
        this.sync = sync;
        this.lockFile = lockFile;
        this.file = file;
        this.messages = messages;
    }

    // Opening.

    static LetterLog open(Path path, boolean sync, Consumer<String> messages) throws IOException {
        FileChannel lockFile = lock(path);
        try {
            Files.deleteIfExists(beside(path, ".new"));
            var log = new LetterLog(path, sync, lockFile, openFile(path), messages);
            try {
                log.readHeader();
                log.readRecords();
            } catch (IOException | RuntimeException failure) {
                log.file.close();
                throw failure;
            }
            return log;
        } catch (IOException | RuntimeException failure) {
            lockFile.close();
            throw failure;
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path beside = beside(path, ".lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (NoSuchFileException missing) {
            throw new IOException(
                    "Dead letters cannot be kept in " + path + ", because its directory is not there; make it first.",
                    missing);
        } catch (IOException failure) {
            throw new IOException(
                    "Dead letters cannot be kept in " + path + ", because " + beside + " cannot be written (" + failure
                            + "); give the program the right to write there, or choose another place.",
                    failure);
        }
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            // Another store of this program has it; told below as another program is.
            lock = null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new IOException("The dead letters in " + path + " belong to another store now, in this program or in"
                    + " another one, and only one may write; close that one first, or choose another file.");
        }
        return channel;
    }

    private static RandomAccessFile openFile(Path path) throws IOException {
        try {
            return new RandomAccessFile(path.toFile(), "rw");
        } catch (FileNotFoundException failure) {
            throw new IOException(
                    "Dead letters cannot be kept in " + path + " (" + failure.getMessage()
                            + "); give the program the right to read and write it, or choose another file.",
                    failure);
        }
    }

    private void readHeader() throws IOException {
        byte[] wanted = header();
        int there = (int) Math.min(file.length(), HEADER);
        byte[] read = read(new Place(0, there));
        if (there < HEADER && Arrays.equals(read, 0, there, wanted, 0, there)) {
            // New, or killed while it was made.
            makeHeader(wanted);
            return;
        }
        if (there < HEADER || !Arrays.equals(read, 0, NAME.length, NAME, 0, NAME.length)) {
            throw new IOException(
                    "The file " + path + " is not one of dead letters, so it was left as it is; choose another place.");
        }
        int version = ByteBuffer.wrap(read).getInt(NAME.length);
        if (version != VERSION) {
            throw new IOException("The file " + path + " has version " + version + " of the format, but this program"
                    + " knows version " + VERSION
                    + ", so it was left as it is; use a newer Lifeguard, or another file.");
        }
        end = HEADER;
    }

    private void makeHeader(byte[] wanted) throws IOException {
        try {
            write(0, wanted);
        } catch (IOException failure) {
            throw new IOException(
                    "A file of dead letters cannot be begun in " + path + " (" + failure.getMessage()
                            + "); free space there, or choose another place.",
                    failure);
        }
        end = HEADER;
    }

    private static byte[] header() {
        return ByteBuffer.allocate(HEADER).put(NAME).putInt(VERSION).array();
    }

    private void readRecords() throws IOException {
        long length = file.length();
        while (end < length) {
            Place place = placeAt(end, length);
            if (place != null && isWhole(place)) {
                found.add(place);
                end = place.offset() + place.length();
            } else if (place != null && isFollowed(place, length)) {
                // Damaged where it lies; what comes behind it is whole, so its length is right.
                keepAside(end, place.offset() + place.length());
                messages.accept("A record of " + place.length() + " bytes in " + path + " at " + end
                        + " is damaged and was left out; the others are whole. Its bytes are in "
                        + beside(path, ".cut") + ".");
                end = place.offset() + place.length();
            } else {
                keepAside(end, length);
                messages.accept("The last " + (length - end) + " bytes of " + path + " are not a whole record, as after"
                        + " a kill in the middle of a write; they were cut off and are in " + beside(path, ".cut")
                        + ". Nothing that was acknowledged is lost, unless the file was damaged by something else.");
                file.setLength(end);
                return;
            }
        }
    }

    private @Nullable Place placeAt(long at, long length) throws IOException {
        if (length - at <= FRAME) {
            return null;
        }
        int body = ByteBuffer.wrap(read(new Place(at, Integer.BYTES))).getInt();
        return body < 1 || body > LONGEST || body > length - at - FRAME ? null : new Place(at + FRAME, body);
    }

    private boolean isWhole(Place place) throws IOException {
        int said = ByteBuffer.wrap(read(new Place(place.offset() - Integer.BYTES, Integer.BYTES)))
                .getInt();
        return said == checksum(read(place));
    }

    private boolean isFollowed(Place place, long length) throws IOException {
        Place next = placeAt(place.offset() + place.length(), length);
        return next != null && isWhole(next);
    }

    private void keepAside(long from, long until) throws IOException {
        int kept = (int) Math.min(until - from, LONGEST);
        Files.write(beside(path, ".cut"), read(new Place(from, kept)));
    }

    /** {@return the records that were there when the file was opened, in order} */
    List<Place> found() {
        return List.copyOf(found);
    }

    // Use.

    /** {@return how long the file is} */
    long length() {
        return end;
    }

    byte[] read(Place place) throws IOException {
        byte[] body = new byte[place.length()];
        file.seek(place.offset());
        file.readFully(body);
        return body;
    }

    /** Appends a record. {@return where its body stands} When it throws, the file is as it was before. */
    Place append(byte[] body) throws IOException {
        byte[] record = ByteBuffer.allocate(FRAME + body.length)
                .putInt(body.length)
                .putInt(checksum(body))
                .put(body)
                .array();
        if (file.length() != end) {
            // Left by an append that failed and could not be taken back then.
            file.setLength(end);
        }
        try {
            write(end, record);
        } catch (IOException failure) {
            takeBack(failure);
            throw new IOException(
                    "A record of " + record.length + " bytes cannot be written to " + path + " (" + failure.getMessage()
                            + "); free space there, or make the bound of the file smaller.",
                    failure);
        }
        var place = new Place(end + FRAME, body.length);
        end += record.length;
        return place;
    }

    private void takeBack(IOException failure) {
        try {
            file.setLength(end);
        } catch (IOException later) {
            // The next append tries again, and an open cuts it off.
            failure.addSuppressed(later);
        }
    }

    private void write(long at, byte[] bytes) throws IOException {
        file.seek(at);
        file.write(bytes);
        if (sync) {
            file.getFD().sync();
        }
    }

    /** Writes the file anew with only these bodies. {@return where they stand} When it throws, nothing has changed. */
    List<Place> rewrite(List<Place> kept, byte[] mark) throws IOException {
        Path fresh = beside(path, ".new");
        var places = new ArrayList<Place>();
        long at = HEADER;
        try (var out = new RandomAccessFile(fresh.toFile(), "rw")) {
            out.setLength(0);
            out.write(header());
            at = copy(out, at, mark, null);
            for (Place place : kept) {
                at = copy(out, at, read(place), places);
            }
            // Always: the rename must not reach the disk before what it names.
            out.getFD().sync();
        } catch (IOException failure) {
            Files.deleteIfExists(fresh);
            throw failure;
        }
        file.close();
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            end = at;
        } finally {
            file = new RandomAccessFile(path.toFile(), "rw");
        }
        return places;
    }

    private static long copy(RandomAccessFile out, long at, byte[] body, @Nullable List<Place> places)
            throws IOException {
        out.writeInt(body.length);
        out.writeInt(checksum(body));
        out.write(body);
        if (places != null) {
            places.add(new Place(at + FRAME, body.length));
        }
        return at + FRAME + body.length;
    }

    @Override
    public void close() throws IOException {
        file.close();
        lockFile.close();
    }

    private static int checksum(byte[] body) {
        var sum = new CRC32();
        sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(body.length).flip());
        sum.update(body);
        return (int) sum.getValue();
    }

    private static Path beside(Path path, String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
