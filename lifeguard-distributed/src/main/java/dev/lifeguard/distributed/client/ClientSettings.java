package dev.lifeguard.distributed.client;

import dev.lifeguard.Drain;
import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.WhenFull;
import dev.lifeguard.distributed.Codec;
import dev.lifeguard.distributed.DistributedEvent;
import dev.lifeguard.distributed.Orphan;
import dev.lifeguard.distributed.ResultRecorder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client goes by; fixed at its start.
 *
 * @param pool the name of the pool
 * @param client the name of the client
 * @param tasks writes tasks
 * @param results reads results
 * @param messages writes and reads messages, progress and parts
 * @param bound how many tasks may be unfinished
 * @param whenFull what happens to a task beyond that, and beyond what the engine takes
 * @param limits the limits of tasks that choose none
 * @param retry the retry of tasks that choose none
 * @param largestTask how many bytes a task may have, encoded
 * @param heartbeat how often this client says that it is there, and hosts do
 * @param outage how long a task waits for an engine that is away
 * @param closing what {@code close} does
 * @param adopted the ids of tasks of an earlier life whose results are waited for
 * @param orphans receives results that no handle waits for
 * @param recorder records results before they are acknowledged
 * @param listener is told what happens
 */
public record ClientSettings<T, R extends @Nullable Object>(
        String pool,
        String client,
        Codec<T> tasks,
        Codec<R> results,
        Codec<Object> messages,
        int bound,
        WhenFull whenFull,
        Limits limits,
        Retry retry,
        int largestTask,
        Duration heartbeat,
        Duration outage,
        Drain closing,
        List<String> adopted,
        Consumer<Orphan> orphans,
        ResultRecorder<R> recorder,
        Consumer<DistributedEvent> listener) {}
