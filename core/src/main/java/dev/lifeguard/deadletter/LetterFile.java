package dev.lifeguard.deadletter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Dead letters in a file: an index in memory over a {@link LetterLog}. One lock for both; payloads become bytes before it
 * and objects after it.
 */
final class LetterFile implements DeadLetterStore {

    /** How many bytes of letters a page holds, and one letter more. */
    private static final int PAGE_BYTES = 8 << 20;

    private final LetterLog log;
    private final LetterForm form;
    private final int bound;
    private final int maxBytes;
    private final WhenFull whenFull;
    private final TreeMap<Long, LetterLog.Place> index = new TreeMap<>();
    private long liveBytes;
    private long last;
    private long pushedOut;
    private boolean closed;

    LetterFile(LetterLog log, LetterForm form, int bound, int maxBytes, WhenFull whenFull, Consumer<String> messages)
            throws IOException {
        this.log = log;
        this.form = form;
        this.bound = bound;
        this.maxBytes = maxBytes;
        this.whenFull = whenFull;
        try {
            for (LetterLog.Place place : log.found()) {
                see(place, messages);
            }
        } catch (IOException | RuntimeException failure) {
            log.close();
            throw failure;
        }
    }

    private void see(LetterLog.Place place, Consumer<String> messages) throws IOException {
        byte[] body = log.read(place);
        if (body.length < LetterForm.brief(LetterForm.MARK, 0).length) {
            messages.accept("A record of " + body.length + " bytes in " + log + " says nothing; it was left out.");
            return;
        }
        long number = LetterForm.number(body);
        last = Math.max(last, number);
        switch (LetterForm.says(body)) {
            case LetterForm.PUT -> point(number, place);
            case LetterForm.DROP -> forget(number);
            case LetterForm.MARK -> {
                // Its number was all that it says.
            }
            default ->
                messages.accept("A record in " + log + " says " + LetterForm.says(body)
                        + ", which this version does not know; it was left out.");
        }
    }

    private void point(long number, LetterLog.Place place) {
        LetterLog.Place before = index.put(number, place);
        liveBytes += size(place) - (before == null ? 0 : size(before));
    }

    private boolean forget(long number) {
        LetterLog.Place before = index.remove(number);
        liveBytes -= before == null ? 0 : size(before);
        return before != null;
    }

    private static long size(LetterLog.Place place) {
        return (long) place.length() + LetterLog.FRAME;
    }

    @Override
    public long add(DeadLetter letter) {
        byte[] body = form.encode(letter);
        requireFits(body);
        synchronized (this) {
            requireOpen();
            boolean full = index.size() >= bound || liveBytes + body.length + LetterLog.FRAME > maxBytes / 2;
            if (full && whenFull == WhenFull.REFUSE) {
                return 0;
            }
            long number = last + 1;
            LetterForm.number(body, number);
            put(number, body);
            last = number;
            // Behind the new one: a kill in between leaves one too many, never one too few.
            makeRoom();
            return number;
        }
    }

    @Override
    public boolean replace(DeadLetter letter) {
        byte[] body = form.encode(letter);
        requireFits(body);
        synchronized (this) {
            requireOpen();
            if (!index.containsKey(letter.number())) {
                return false;
            }
            put(letter.number(), body);
            makeRoom();
            return true;
        }
    }

    private void requireFits(byte[] body) {
        if (body.length + LetterLog.FRAME > maxBytes / 2) {
            throw new IllegalArgumentException("A letter of " + body.length + " bytes cannot be kept in " + log
                    + ", whose letters have " + maxBytes / 2 + " bytes together; raise the bound of the file.");
        }
    }

    private void put(long number, byte[] body) {
        try {
            sweepIfNeeded(body.length);
            point(number, log.append(body));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void makeRoom() {
        while (index.size() > bound || liveBytes > maxBytes / 2) {
            remove(index.firstKey());
            pushedOut++;
        }
    }

    private void remove(long number) {
        byte[] body = LetterForm.brief(LetterForm.DROP, number);
        try {
            sweepIfNeeded(body.length);
            log.append(body);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        forget(number);
    }

    /** At least half of a file that is full was removed, so each sweep is paid for by what was appended before it. */
    private void sweepIfNeeded(int bytes) throws IOException {
        if (log.length() + bytes + LetterLog.FRAME <= maxBytes) {
            return;
        }
        List<Long> numbers = new ArrayList<>(index.keySet());
        List<LetterLog.Place> places =
                log.rewrite(new ArrayList<>(index.values()), LetterForm.brief(LetterForm.MARK, last));
        for (int at = 0; at < numbers.size(); at++) {
            index.put(numbers.get(at), places.get(at));
        }
    }

    @Override
    public synchronized boolean drop(long number) {
        requireOpen();
        if (!index.containsKey(number)) {
            return false;
        }
        remove(number);
        return true;
    }

    @Override
    public Optional<DeadLetter> find(long number) {
        byte[] body;
        synchronized (this) {
            requireOpen();
            LetterLog.Place place = index.get(number);
            if (place == null) {
                return Optional.empty();
            }
            body = read(place);
        }
        return Optional.of(form.decode(body));
    }

    @Override
    public List<DeadLetter> page(long after, int most) {
        List<byte[]> bodies = new ArrayList<>();
        long bytes = 0;
        synchronized (this) {
            requireOpen();
            for (Map.Entry<Long, LetterLog.Place> entry :
                    index.tailMap(after, false).entrySet()) {
                if (bodies.size() >= most || bytes >= PAGE_BYTES) {
                    break;
                }
                bodies.add(read(entry.getValue()));
                bytes += entry.getValue().length();
            }
        }
        return bodies.stream().map(form::decode).toList();
    }

    private byte[] read(LetterLog.Place place) {
        try {
            return log.read(place);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The file of dead letters " + log
                    + " is closed, so nothing is read or written; close it after the pool that uses it.");
        }
    }

    @Override
    public synchronized int size() {
        return index.size();
    }

    @Override
    public int bound() {
        return bound;
    }

    @Override
    public synchronized long pushedOut() {
        return pushedOut;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                log.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Override
    public String toString() {
        return "file " + log + ", at most " + bound + ", " + whenFull;
    }
}
