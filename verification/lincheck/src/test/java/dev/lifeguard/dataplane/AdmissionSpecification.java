package dev.lifeguard.dataplane;

/** What two permits are, and their end. */
public class AdmissionSpecification {

    private final int[] held = new int[4];
    private int free = 2;
    private boolean closed;

    public String enter(int thread) {
        if (closed) {
            return "CLOSED";
        }
        if (free == 0) {
            return "FULL";
        }
        free--;
        held[thread]++;
        return "ENTERED";
    }

    public boolean leave(int thread) {
        if (held[thread] == 0) {
            return false;
        }
        held[thread]--;
        free++;
        return true;
    }

    public void close() {
        closed = true;
    }
}
