package dev.lifeguard.distributed.frame;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * An exception of another machine, in words: no object of another program is made here.
 *
 * @param type the name of its class
 * @param message its message, at most 2,000 characters; empty when it had none
 * @param stack its stack trace as printed there, at most 8,000 characters
 */
public record RemoteError(String type, String message, String stack) {

    private static final int LONGEST_MESSAGE = 2_000;
    private static final int LONGEST_STACK = 8_000;

    /** {@return the words for an exception} */
    public static RemoteError of(Throwable failure) {
        String message = failure.getMessage();
        var stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        return new RemoteError(
                failure.getClass().getName(),
                cut(message == null ? "" : message, LONGEST_MESSAGE),
                cut(stack.toString(), LONGEST_STACK));
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }

    void write(FrameWriter out) {
        out.text(type).text(message).text(stack);
    }

    static RemoteError read(FrameReader in) {
        return new RemoteError(in.text(), in.text(), in.text());
    }
}
