package dev.lifeguard.distributed.host;

import dev.lifeguard.MessageException;
import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.engine.FrameListener;
import dev.lifeguard.distributed.frame.FrameException;
import dev.lifeguard.distributed.frame.News;
import dev.lifeguard.distributed.frame.Order;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Hears what clients say, on the engine's thread, and does it without waiting. */
final class Orders implements FrameListener {

    /** How many questions to tasks are under way; a further one is answered with that. */
    static final int QUESTIONS = 64;

    /** How many clients that want a pause are remembered. */
    private static final int CLIENTS = 1_024;

    /** After so many heartbeats without a word of a client its wish for a pause is over. */
    private static final int PAUSE_HEARTBEATS = 10;

    private final Host<?, ?> host;
    private final ConcurrentHashMap<String, Long> pausing = new ConcurrentHashMap<>();
    private final Semaphore questions = new Semaphore(QUESTIONS);

    Orders(Host<?, ?> host) {
        this.host = host;
    }

    /** {@return whether a client wants that nothing begins, and was heard lately} */
    boolean paused(long nowNanos) {
        long limit = PAUSE_HEARTBEATS * host.settings().heartbeat().toNanos();
        pausing.values().removeIf(heard -> nowNanos - heard > limit);
        return !pausing.isEmpty();
    }

    @Override
    public void hear(byte[] frame) {
        try {
            obey(Order.read(frame));
        } catch (FrameException unreadable) {
            host.trouble(String.valueOf(unreadable.getMessage()));
        }
    }

    private void obey(Order order) {
        switch (order) {
            case Order.Hello(String client, boolean paused) -> {
                if (!paused) {
                    pausing.remove(client);
                } else if (pausing.size() < CLIENTS) {
                    pausing.put(client, host.surroundings().time().nanoTime());
                }
                host.lookAtPause();
            }
            case Order.CancelTask(String task, dev.lifeguard.Cancel how) -> {
                // Order: first the stone, then the look at what runs; a slot looks at the stones before it begins.
                host.tombstones().add(task);
                AttemptTalk running = host.running().get(task);
                if (running != null) {
                    running.handle().cancel(how);
                }
            }
            case Order.Tell tell -> tell(tell);
            case Order.Broadcast(byte[] message) -> {
                Object body = host.decoded(message);
                if (body != null) {
                    host.workers().broadcast(body);
                }
            }
            case Order.DrainHost() -> host.leaveSoon();
        }
    }

    private void tell(Order.Tell tell) {
        AttemptTalk running = host.running().get(tell.task());
        Object body = host.decoded(tell.message());
        if (running == null || body == null) {
            answer(
                    tell,
                    "the task does not run on host " + host.settings().host() + ", or the message was not readable");
        } else if (tell.question() == 0) {
            running.handle().tell(body);
        } else if (questions.tryAcquire()) {
            host.surroundings().threads().start(host.thread("ask"), () -> {
                try {
                    ask(running, tell, body);
                } finally {
                    questions.release();
                }
            });
        } else {
            answer(
                    tell,
                    QUESTIONS + " questions are under way on host "
                            + host.settings().host() + " already");
        }
    }

    private void ask(AttemptTalk running, Order.Tell tell, Object body) {
        try {
            Object reply = running.handle().ask(body, Duration.ofNanos(tell.waitNanos()));
            byte[] encoded = host.encoded("reply", reply);
            if (encoded.length == 0) {
                answer(tell, "the reply is not of a kind that can be sent");
            } else {
                host.tell(Audience.client(tell.client()), new News.Answered(tell.question(), "", encoded));
            }
        } catch (MessageException noReply) {
            answer(tell, String.valueOf(noReply.getMessage()));
        } catch (InterruptedException ending) {
            answer(tell, "the host leaves");
        }
    }

    private void answer(Order.Tell tell, String failure) {
        if (tell.question() != 0) {
            host.tell(Audience.client(tell.client()), new News.Answered(tell.question(), failure, new byte[0]));
        }
    }
}
