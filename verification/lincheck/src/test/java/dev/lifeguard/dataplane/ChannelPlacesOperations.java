package dev.lifeguard.dataplane;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Two places, and the end. Nobody polls: a place is free a moment after its message is gone, and taken a moment before its
 * message is there, so places and messages together are not one step.
 */
public class ChannelPlacesOperations {

    private final Channel<Integer> channel = new Channel<>(2);

    @Operation
    public boolean offer() {
        return channel.offer(1);
    }

    @Operation
    public boolean shut() {
        return channel.shut();
    }

    @Operation
    public boolean isClosed() {
        return channel.isClosed();
    }

    @Operation
    public int size() {
        return channel.size();
    }

    @Validate
    public void eachPlaceHasItsMessage() {
        int places = channel.size();
        int messages = 0;
        while (channel.poll() != null) {
            messages++;
        }
        if (messages != places || places > channel.places()) {
            throw new IllegalStateException(
                    messages + " messages for " + places + " of " + channel.places() + " places.");
        }
    }
}
