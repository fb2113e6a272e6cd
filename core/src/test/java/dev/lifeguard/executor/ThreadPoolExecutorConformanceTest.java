package dev.lifeguard.executor;

import dev.lifeguard.executor.ExecutorFixture.Subject;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;

/** The reference: what the JDK's own executor does not pass is not the contract, but our wish. */
class ThreadPoolExecutorConformanceTest {

    @Nested
    class Alone extends ExecutorServiceConformance {
        @Override
        protected Subject subject(int threads, int queue) {
            return reference(threads, queue);
        }
    }

    @Nested
    class Invoke extends InvokeConformance {
        @Override
        protected Subject subject(int threads, int queue) {
            return reference(threads, queue);
        }
    }

    private static Subject reference(int threads, int queue) {
        var queued = new ArrayBlockingQueue<Runnable>(queue);
        return new Subject(new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, queued), () -> {});
    }
}
