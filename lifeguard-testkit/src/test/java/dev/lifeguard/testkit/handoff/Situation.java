package dev.lifeguard.testkit.handoff;

import dev.lifeguard.Lease;
import dev.lifeguard.MessageException;
import dev.lifeguard.RefusedException;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.testkit.Scenario;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Moments of the hand-off at which somebody would sleep for ever but for one line. In each, whoever is left asleep
 * keeps the schedule from ending, which fails it; so no situation has a check of its own.
 */
enum Situation {
    /**
     * A worker that searches finds nothing and goes to rest. A task comes, relies on that search, and a checkout takes
     * the worker: the other worker must be woken, because the lessee waits for the task.
     */
    A_CHECKOUT_TAKES_THE_RESTING_WORKER {
        @Override
        void arrange(Crew crew) {
            searcherAndIdle(crew);
            var ran = new CountDownLatch(1);
            crew.actor(
                    "submitter",
                    () -> crew.submit(() -> {
                                ran.countDown();
                                return "done";
                            })
                            .await());
            // The name decides which worker is probed first (Interleave.spread); this one begins with the searcher.
            crew.actor("taker", () -> {
                var lease = crew.plane().tryCheckout();
                ran.await();
                lease.ifPresent(Lease::close);
            });
        }
    },

    /** Two tasks rely on one search and need each other, so that one worker is not enough. */
    TWO_TASKS_RELY_ON_ONE_SEARCH {
        @Override
        void arrange(Crew crew) {
            searcherAndIdle(crew);
            var both = new CountDownLatch(2);
            for (String name : new String[] {"one", "two"}) {
                crew.actor(
                        name,
                        () -> crew.submit(() -> {
                                    both.countDown();
                                    both.await();
                                    return "met";
                                })
                                .await());
            }
        }
    },

    /**
     * A worker comes back and is granted to the checkout that waits, and is revoked at that moment. Its replacement
     * becomes ready while the grant is taken back: one of the two must find the other.
     */
    A_GRANT_IS_TAKEN_BACK_AND_A_REPLACEMENT_COMES {
        @Override
        void arrange(Crew crew) {
            WorkerCell first = crew.idle();
            WorkerCell replacement = crew.starting();
            Lease<Object> lease = crew.lease();
            crew.early("waiter", () -> served(crew));
            crew.closer(lease);
            crew.actor("supervisor", () -> {
                first.revoke();
                crew.admit(replacement);
            });
        }
    },

    /** The same for a task: the worker that it is handed to is revoked. */
    A_TASK_COMES_BACK_AND_A_REPLACEMENT_COMES {
        @Override
        void arrange(Crew crew) {
            WorkerCell first = crew.idle();
            WorkerCell replacement = crew.starting();
            Lease<Object> lease = crew.lease();
            TaskHandle<Object> task = crew.submit(() -> "done");
            crew.early("submitter", task::await);
            crew.closer(lease);
            crew.actor("supervisor", () -> {
                first.revoke();
                crew.admit(replacement);
            });
        }
    },

    /** A grant is taken back from a checkout whose time is over: it must see that, and not wait for the grant. */
    A_GRANT_IS_TAKEN_BACK_FROM_ONE_WHO_IS_LATE {
        @Override
        void arrange(Crew crew) {
            WorkerCell first = crew.idle();
            Lease<Object> lease = crew.lease();
            crew.actor("waiter", () -> {
                try {
                    crew.plane().checkout(Duration.ZERO).close();
                } catch (RefusedException late) {
                    // That is one of the two answers; to wait on would be the third.
                    return;
                }
            });
            crew.closer(lease);
            crew.actor("supervisor", first::revoke);
        }
    },

    /** The same, and it is interrupted: the interrupt, which may come between claim and taking back, must count. */
    A_GRANT_IS_TAKEN_BACK_FROM_ONE_WHO_IS_INTERRUPTED {
        @Override
        void arrange(Crew crew) {
            WorkerCell first = crew.idle();
            Lease<Object> lease = crew.lease();
            Thread waiter = crew.early("waiter", () -> servedOrInterrupted(crew));
            crew.actor("interrupter", waiter::interrupt);
            crew.closer(lease);
            crew.actor("supervisor", first::revoke);
        }
    },

    /** The first in line leaves when the worker comes back: the second must get it. */
    THE_FIRST_IN_LINE_LEAVES {
        @Override
        void arrange(Crew crew) {
            crew.idle();
            Lease<Object> lease = crew.lease();
            Thread first = crew.early("first", () -> servedOrInterrupted(crew));
            crew.early("second", () -> served(crew));
            crew.actor("interrupter", first::interrupt);
            crew.closer(lease);
        }
    },

    /** The same before newcomers are kept from overtaking: the first was nudged and must pass the nudge on. */
    THE_FIRST_IN_LINE_LEAVES_WITH_THE_NUDGE {
        @Override
        void arrange(Crew crew) {
            crew.idle();
            Lease<Object> lease = crew.lease();
            Thread first = crew.actor("first", () -> servedOrInterrupted(crew));
            crew.actor("second", () -> served(crew));
            crew.actor("interrupter", first::interrupt);
            crew.closer(lease);
        }
    },

    /** A message comes while the worker goes to rest after a task: one of the two must see the other. */
    A_MESSAGE_COMES_WHEN_THE_WORKER_RESTS {
        @Override
        void arrange(Crew crew) {
            crew.idle();
            crew.actor("submitter", () -> crew.submit(() -> "done").await());
            crew.actor("teller", () -> heard(crew));
        }
    },

    /** A message comes while a lease comes back. */
    A_MESSAGE_COMES_WHEN_A_LEASE_COMES_BACK {
        @Override
        void arrange(Crew crew) {
            crew.idle();
            Lease<Object> lease = crew.lease();
            crew.closer(lease);
            crew.actor("teller", () -> heard(crew));
        }
    },

    /** A task comes while the worker is done with its mail, and relies on whoever makes the worker free. */
    A_TASK_COMES_WHILE_MAIL_IS_READ {
        @Override
        void arrange(Crew crew) {
            crew.idle();
            crew.actor("teller", () -> heard(crew));
            crew.actor("submitter", () -> crew.submit(() -> "done").await());
        }
    },

    /** A checkout comes while mail is read, and more mail than one batch: it must get the worker in between. */
    A_CHECKOUT_COMES_WHILE_MAIL_IS_READ {
        @Override
        void arrange(Crew crew) {
            crew.idle();
            crew.actor("teller", () -> heard(crew));
            crew.actor("lessee", () -> served(crew));
            crew.actor("another", () -> heard(crew));
        }
    },

    /** A worker is sent away while it searches, and work that relies on its search comes. */
    A_TASK_RELIES_ON_A_SEARCHER_THAT_LEAVES {
        @Override
        void arrange(Crew crew) {
            WorkerCell searcher = searcherAndIdle(crew);
            crew.actor("submitter", () -> crew.submit(() -> "done").await());
            crew.actor("supervisor", () -> searcher.retire(StopReason.SHRUNK));
        }
    },

    /** A worker finds mail when its search has ended, and the mail keeps it until the work that came is done. */
    A_TASK_RELIES_ON_A_SEARCHER_THAT_HAS_MAIL {
        @Override
        void arrange(Crew crew) {
            searcherAndIdle(crew);
            var done = new CountDownLatch(1);
            crew.actor("teller", () -> crew.tell(() -> patiently(done)));
            crew.actor("submitter", () -> {
                TaskHandle<Object> task = crew.submit(() -> {
                    done.countDown();
                    return "done";
                });
                task.await();
            });
        }
    },

    /** The next with the key comes while the worker that has it dies; nobody but another worker is left to run it. */
    A_KEY_IS_PASSED_ON_BY_A_WORKER_THAT_DIES {
        @Override
        void arrange(Crew crew) {
            crew.idle();
            crew.idle();
            var go = new CountDownLatch(1);
            crew.early("first", () -> {
                TaskHandle<Object> deadly = crew.submit(
                        () -> {
                            go.await();
                            throw new InternalError("the worker does not survive this");
                        },
                        KEY);
                deadly.await();
            });
            crew.actor("second", () -> {
                TaskHandle<Object> next = crew.submit(() -> "done", KEY);
                go.countDown();
                next.await();
            });
        }
    },

    /** A key is given back by somebody who cancels, while another task comes for it. */
    A_KEY_IS_GIVEN_BACK_WHILE_ANOTHER_TASK_COMES {
        @Override
        void arrange(Crew crew) {
            WorkerCell only = crew.starting();
            TaskHandle<Object> first = crew.submit(() -> "never run", KEY);
            TaskHandle<Object> second = crew.submit(() -> "perhaps", KEY);
            crew.actor("canceller", () -> first.cancel(false));
            crew.actor("another", () -> second.cancel(false));
            crew.actor("submitter", () -> crew.submit(() -> "done", KEY).await());
            crew.actor("supervisor", () -> crew.admit(only));
        }
    },

    /** A task is cancelled on its way to the gate of its key, when its delay is over. */
    A_TASK_ENDS_ON_ITS_WAY_TO_ITS_KEY {
        @Override
        void arrange(Crew crew) {
            crew.idle();
            TaskHandle<Object> delayed = crew.submit(() -> "perhaps", KEY.withDelay(Duration.ofMillis(1)));
            crew.actor("supervisor", () -> crew.due(delayed));
            crew.actor("canceller", () -> delayed.cancel(false));
            crew.actor("submitter", () -> crew.submit(() -> "done", KEY).await());
        }
    },

    /** A question crosses the end of its worker: it is answered, or it ends. */
    A_QUESTION_CROSSES_THE_END {
        @Override
        void arrange(Crew crew) {
            WorkerCell worker = crew.idle();
            crew.actor("asker", () -> {
                try {
                    crew.plane().mailroom().ping(0, LONG);
                } catch (MessageException ended) {
                    // One of the two answers; to wait on would be the third.
                    return;
                }
            });
            crew.actor("supervisor", () -> {
                worker.retire(StopReason.SHRUNK);
                worker.wake();
            });
        }
    };

    private static final Duration LONG = Duration.ofHours(1);
    private static final TaskOptions KEY = TaskOptions.none().withKey("key");

    abstract void arrange(Crew crew);

    Scenario with(WorkerOrder order) {
        return scheduler -> {
            var crew = new Crew(scheduler, order);
            arrange(crew);
            crew.goHomeAtTheEnd();
            return () -> {};
        };
    }

    /** The first worker searches and will find nothing but what comes now, the second is free. */
    private static WorkerCell searcherAndIdle(Crew crew) {
        WorkerCell searcher = crew.idle();
        WorkerCell second = crew.starting();
        crew.searchForNothing();
        crew.admit(second);
        return searcher;
    }

    private static void patiently(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unwanted) {
            throw new AssertionError("nobody interrupts a reader", unwanted);
        }
    }

    /** Tells the worker something and waits until it has read it. */
    private static void heard(Crew crew) throws InterruptedException {
        var read = new CountDownLatch(1);
        crew.tell(read::countDown);
        read.await();
    }

    private static void served(Crew crew) throws InterruptedException {
        crew.plane().checkout(LONG).close();
    }

    private static void servedOrInterrupted(Crew crew) {
        try {
            served(crew);
        } catch (InterruptedException interrupted) {
            // One of the two answers.
            return;
        }
    }
}
