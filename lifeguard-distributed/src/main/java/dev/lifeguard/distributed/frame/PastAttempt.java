package dev.lifeguard.distributed.frame;

import java.util.ArrayList;
import java.util.List;

/**
 * An attempt that ended without being the last one, or a delivery that nobody settled.
 *
 * @param attempt its number, from 1
 * @param host where it ran; the host that found out when nobody settled it
 * @param end how it ended, in words, at most 500 characters
 */
public record PastAttempt(int attempt, String host, String end) {

    /** How many a task keeps; the oldest is forgotten. */
    public static final int KEPT = 16;

    private static final int LONGEST = 500;

    public PastAttempt {
        end = end.length() > LONGEST ? end.substring(0, LONGEST) : end;
    }

    /** {@return the list with one more, the oldest forgotten when it is full} */
    static List<PastAttempt> add(List<PastAttempt> past, PastAttempt newest) {
        List<PastAttempt> longer = new ArrayList<>(past);
        longer.add(newest);
        return List.copyOf(longer.subList(Math.max(0, longer.size() - KEPT), longer.size()));
    }

    static void write(FrameWriter out, PastAttempt past) {
        out.number(past.attempt).text(past.host).text(past.end);
    }

    static PastAttempt read(FrameReader in) {
        return new PastAttempt(in.number(), in.text(), in.text());
    }
}
