package dev.lifeguard.supervision;

/** Code that runs on a thread of a child. */
@FunctionalInterface
public interface ChildCode {

    /**
     * Runs until it has nothing more to do, or until it is interrupted.
     *
     * @throws Exception when it failed; an exception after it was told to stop means nothing
     */
    void run() throws Exception;
}
