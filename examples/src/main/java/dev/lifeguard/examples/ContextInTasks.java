package dev.lifeguard.examples;

import dev.lifeguard.ContextCarrier;
import dev.lifeguard.WorkerPool;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The context of a submitter on the threads that work for him: a logging context on a thread, and a trace that somebody
 * else adds around each attempt. The next task on the same worker has nothing of it.
 */
public final class ContextInTasks {
    private ContextInTasks() {}

    /** The logging context of a library: a map on the thread. */
    private static final ThreadLocal<@Nullable Map<String, String>> LOGGING = new ThreadLocal<>();

    // @start region="trace"
    /** Adds a line before and after whatever runs in the name of the submitter. */
    private static final ContextCarrier TRACE = () -> {
        String submitter = Thread.currentThread().getName();
        return code -> {
            System.out.println("begin, submitted by " + submitter);
            try {
                code.call();
            } finally {
                System.out.println("end");
            }
        };
    };
    // @end region="trace"

    public static void main(String[] arguments) throws Exception {
        // @start region="carry"
        ContextCarrier logging = ContextCarrier.map(LOGGING::get, LOGGING::set, LOGGING::remove);
        try (var pool =
                WorkerPool.of(Object::new).size(1).carry(logging.and(TRACE)).start()) {
            LOGGING.set(Map.of("request", "17"));
            pool.submit((worker, context) -> log("charged")).get();
            LOGGING.remove();
            pool.submit((worker, context) -> log("cleaned up")).get();
        }
        // @end region="carry"
    }

    private static boolean log(String line) {
        System.out.println("  " + line + " " + LOGGING.get());
        return true;
    }
}
