package dev.lifeguard.verification.architecture.planted.door;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of each thing that a public interface can show, and two that it cannot. */
public sealed interface Door<T extends Comparable<T>> extends AutoCloseable {
    /** A constant. */
    int HINGES = 3;

    /** A generic method with a checked exception, whose answer may be null. */
    default <U extends Number> @Nullable U knock(List<? super T> visitors, U[] manner) throws IOException {
        if (visitors.isEmpty()) {
            throw new IOException("Nobody knocks, so the door stays shut");
        }
        return manner[0];
    }

    @Override
    void close();

    /** A record inside. */
    record Oak(int rings) implements Door<String> {
        @Override
        public void close() {
            secret();
        }

        private void secret() {}
    }
}
