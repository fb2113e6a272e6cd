package dev.lifeguard.distributed.host;

import dev.lifeguard.distributed.Codec;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a host goes by; fixed at its start.
 *
 * @param pool the name of the pool
 * @param host the name of the host
 * @param tasks reads tasks
 * @param results writes results
 * @param messages reads and writes messages, progress and parts
 * @param slots how many tasks it runs at a time
 * @param retryOn which failures are worth another attempt
 * @param suspectAfter how many deliveries of a task may come to nothing before it is run alone
 * @param aloneDeaths how many of those may come to nothing before it is quarantined
 * @param largestResult how many bytes a result may have, encoded
 * @param heartbeat how often this host says that it is there, and clients do
 * @param leaving how long it waits for what runs when it leaves
 */
public record HostSettings<T, R extends @Nullable Object>(
        String pool,
        String host,
        Codec<T> tasks,
        Codec<R> results,
        Codec<Object> messages,
        int slots,
        Predicate<Throwable> retryOn,
        int suspectAfter,
        int aloneDeaths,
        int largestResult,
        Duration heartbeat,
        Duration leaving) {}
