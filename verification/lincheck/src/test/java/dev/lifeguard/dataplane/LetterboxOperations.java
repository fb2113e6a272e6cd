package dev.lifeguard.dataplane;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** Questions to a worker that ends: each that was taken is read, or its asker is told that it will not be. */
public class LetterboxOperations {

    private final Letterbox box = new Letterbox(4, new Counters(), new StillTime(), "lincheck");
    private final Queue<Letter> asked = new ConcurrentLinkedQueue<>();

    @Operation
    public void ask() {
        Letter letter = Letter.asking("question", box);
        if (box.post(letter)) {
            asked.add(letter);
        }
    }

    @Operation(nonParallelGroup = "reader")
    public void read() {
        Letter letter = box.read();
        if (letter != null) {
            letter.reply("answer");
        }
    }

    @Operation(nonParallelGroup = "reader")
    public void close() {
        box.close();
    }

    @Validate
    public void nobodyWaitsAtAClosedBox() {
        if (box.isClosed() && asked.stream().anyMatch(Letter::wantsReply)) {
            throw new IllegalStateException("A question stands in a closed box, and nobody will answer it.");
        }
    }
}
