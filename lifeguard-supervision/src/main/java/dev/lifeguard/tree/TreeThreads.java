package dev.lifeguard.tree;

/** Where the threads of a tree come from. Production has one kind ({@link World#system}); tests schedule their own. */
@FunctionalInterface
public interface TreeThreads {

    /**
     * Starts a thread. Throws when none can be started, even an {@link OutOfMemoryError}.
     *
     * @param name its name
     * @param body what it runs; never throws
     * @return the thread
     */
    Thread start(String name, Runnable body);
}
