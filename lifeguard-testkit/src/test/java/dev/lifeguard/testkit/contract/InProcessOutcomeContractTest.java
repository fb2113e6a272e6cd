package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.WorkerThreads;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class InProcessOutcomeContractTest {

    /** Planted: a worker whose results suffer once it has served a few tasks. */
    private static final class Tired implements Worker<Script, String> {

        private final Worker<Script, String> fresh;
        private int served;

        Tired(Worker<Script, String> fresh) {
            this.fresh = fresh;
        }

        @Override
        public String process(Script task, TaskContext context) throws Exception {
            served++;
            String result = fresh.process(task, context);
            return served > 5 ? result + ", I think" : result;
        }
    }

    @Test
    void aWorkerWhoseResultsDependOnWhatItServedBeforeIsCaught(TestInfo test) {
        var contract = new OutcomeContract() {
            @Override
            protected ScriptedWorkers scriptedWorkers() {
                var workers = new InProcessWorkers();
                return new TunedWorkers(pool -> TaskPool.of(() -> new Tired(workers.worker())), workers);
            }
        };
        contract.begin(test);
        try {
            AssertionError failure = assertThrows(AssertionError.class, contract::inOneWorkerOrMany);
            assertTrue(String.valueOf(failure.getMessage()).contains(", I think"), failure::toString);
        } finally {
            contract.end();
        }
    }

    @Nested
    final class InVirtualThreads extends OutcomeContract {

        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return new TunedWorkers(pool -> pool.threads(WorkerThreads.VIRTUAL));
        }
    }

    @Nested
    final class InPlatformThreads extends OutcomeContract {

        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return new TunedWorkers(pool -> pool.threads(WorkerThreads.PLATFORM));
        }
    }
}
