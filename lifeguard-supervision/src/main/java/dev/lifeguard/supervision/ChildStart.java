package dev.lifeguard.supervision;

/**
 * Brings a child into being.
 *
 * @param <T> what it brings
 */
@FunctionalInterface
public interface ChildStart<T> {

    /**
     * Starts the child and returns when it serves. Called on a platform thread of its own with no lock held. When it
     * takes longer than its limit, or is not wanted any more, the thread is interrupted; what it returns after it was
     * given up is stopped on the same thread.
     *
     * @param context who it is, and how it says that it has ended
     * @return what was started; not {@code null}
     * @throws Exception when it could not be started
     */
    T start(ChildContext context) throws Exception;
}
