package dev.lifeguard.dataplane;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/** A channel with room for all: messages come out as they went in. */
@Param(name = "message", gen = IntGen.class, conf = "1:3")
public class ChannelOrderOperations {

    private final Channel<Integer> channel = new Channel<>(64);

    @Operation
    public boolean offer(@Param(name = "message") int message) {
        return channel.offer(message);
    }

    @Operation
    public @Nullable Integer poll() {
        return channel.poll();
    }

    @Operation
    public boolean isEmpty() {
        return channel.isEmpty();
    }
}
