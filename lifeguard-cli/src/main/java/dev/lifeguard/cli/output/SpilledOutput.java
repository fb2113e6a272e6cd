package dev.lifeguard.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps an output until it can be told: in memory while it is small, then in a temporary file without a name. */
public final class SpilledOutput implements OutputStore {
    /** Replaced by each attempt. A reader that was left behind writes into the one of its own attempt. */
    private Optional<Spill> last = Optional.empty();

    /** Makes an empty one. */
    public SpilledOutput() {}

    @Override
    public OutputStream open(int attempt) {
        discard();
        var spill = new Spill();
        last = Optional.of(spill);
        return spill;
    }

    @Override
    public void copyTo(OutputStream out) throws IOException {
        if (last.isPresent()) {
            last.get().copyTo(out);
        }
    }

    @Override
    public void discard() {
        last.ifPresent(Spill::discard);
        last = Optional.empty();
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }
}
