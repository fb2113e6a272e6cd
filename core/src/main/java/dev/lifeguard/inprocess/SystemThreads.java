package dev.lifeguard.inprocess;

import dev.lifeguard.WorkerThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads of the machine. Virtual ones are started in a container of their own, so that thread dumps show the
 * pool's workers together; platform ones are daemons, so that a stuck worker cannot keep the JVM from ending.
 */
public final class SystemThreads implements ThreadStarter {

    private final ExecutorService virtual =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());

    @Override
    public void start(String name, WorkerThreads kind, Runnable body) {
        switch (kind) {
            case VIRTUAL ->
                virtual.execute(() -> {
                    Thread.currentThread().setName(name);
                    body.run();
                });
            case PLATFORM -> Thread.ofPlatform().name(name).daemon(true).start(body);
        }
    }

    @Override
    public void close() {
        // Not close(): it would wait for the threads, and abandoned ones may never end.
        virtual.shutdown();
    }
}
