package dev.lifeguard.executor;

import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.executor.ExecutorFixture.Subject;
import org.junit.jupiter.api.Nested;

/** The view of a pool keeps the contract, with workers of either kind. */
class PoolExecutorConformanceTest {

    @Nested
    class OnVirtualThreads extends ExecutorServiceConformance {
        @Override
        protected Subject subject(int threads, int queue) throws InterruptedException {
            return view(WorkerThreads.VIRTUAL, threads, queue);
        }
    }

    @Nested
    class InvokeOnVirtualThreads extends InvokeConformance {
        @Override
        protected Subject subject(int threads, int queue) throws InterruptedException {
            return view(WorkerThreads.VIRTUAL, threads, queue);
        }
    }

    @Nested
    class OnPlatformThreads extends ExecutorServiceConformance {
        @Override
        protected Subject subject(int threads, int queue) throws InterruptedException {
            return view(WorkerThreads.PLATFORM, threads, queue);
        }
    }

    @Nested
    class InvokeOnPlatformThreads extends InvokeConformance {
        @Override
        protected Subject subject(int threads, int queue) throws InterruptedException {
            return view(WorkerThreads.PLATFORM, threads, queue);
        }
    }

    private static Subject view(WorkerThreads kind, int threads, int queue) throws InterruptedException {
        WorkerPool<Object> pool = WorkerPool.of(Object::new)
                .size(threads)
                .threads(kind)
                .queue(queue, WhenFull.refuse())
                .start();
        return new Subject(pool.asExecutor(), pool::close);
    }
}
