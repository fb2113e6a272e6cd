package dev.lifeguard.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Bytes in memory up to a limit, beyond it in a temporary file. The file loses its name as soon as it is open, so
 * that it vanishes with this program whatever ends it. One thread at a time.
 */
final class Spill extends OutputStream {
    static final int MEMORY_BYTES = 64 * 1024;
    private static final int COPY_BYTES = 64 * 1024;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private Optional<FileChannel> file = Optional.empty();
    private boolean discarded;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        if (discarded) {
            return;
        }
        if (file.isEmpty() && memory.size() + length > MEMORY_BYTES) {
            FileChannel opened = open();
            file = Optional.of(opened);
            writeAll(opened, memory.toByteArray(), 0, memory.size());
            memory.reset();
        }
        if (file.isPresent()) {
            writeAll(file.get(), bytes, start, length);
        } else {
            memory.write(bytes, start, length);
        }
    }

    private static FileChannel open() throws IOException {
        Path path = Files.createTempFile("lifeguard-", ".out");
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(path);
        }
    }

    private static void writeAll(FileChannel channel, byte[] bytes, int start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, start, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    void copyTo(OutputStream out) throws IOException {
        if (file.isEmpty()) {
            memory.writeTo(out);
            return;
        }
        FileChannel channel = file.get().position(0);
        byte[] buffer = new byte[COPY_BYTES];
        var in = Channels.newInputStream(channel);
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
        }
    }

    void discard() {
        discarded = true;
        memory.reset();
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException unclosable) {
            throw new UncheckedIOException("A temporary file could not be closed.", unclosable);
        }
    }
}
