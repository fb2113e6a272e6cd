package dev.lifeguard.testkit.contract;

import dev.lifeguard.policy.Discipline;
import org.junit.jupiter.api.Nested;

/**
 * What holds for first in, first out holds for levels and lanes, too: who makes no use of them, and whose checkouts and
 * tasks stand in one of them, sees no difference.
 */
final class InProcessOrderedContractTest {

    private static ScriptedWorkers levels() {
        return new TunedWorkers(pool -> pool.discipline(Discipline.priorities(2)));
    }

    private static ScriptedWorkers lanes() {
        return new TunedWorkers(pool -> pool.discipline(Discipline.fair()));
    }

    @Nested
    final class CheckoutOnLevels extends CheckoutContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return levels();
        }
    }

    @Nested
    final class LeaseOnLevels extends LeaseContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return levels();
        }
    }

    @Nested
    final class CancelOnLevels extends CancelContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return levels();
        }
    }

    @Nested
    final class CancelOnLanes extends CancelContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return lanes();
        }
    }

    @Nested
    final class OverloadOnLevels extends OverloadContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return levels();
        }
    }

    @Nested
    final class OverloadOnLanes extends OverloadContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return lanes();
        }
    }

    @Nested
    final class RetryOnLevels extends RetryContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return levels();
        }
    }

    @Nested
    final class RetryOnLanes extends RetryContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return lanes();
        }
    }

    @Nested
    final class PauseOnLevels extends PauseContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return levels();
        }
    }

    @Nested
    final class PauseOnLanes extends PauseContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return lanes();
        }
    }

    @Nested
    final class ShutdownOnLevels extends ShutdownContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return levels();
        }
    }

    @Nested
    final class ShutdownOnLanes extends ShutdownContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return lanes();
        }
    }

    @Nested
    final class BatchOnLevels extends BatchContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return levels();
        }
    }

    @Nested
    final class BatchOnLanes extends BatchContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return lanes();
        }
    }

    @Nested
    final class ChangeOnLanes extends ChangeContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return lanes();
        }
    }

    @Nested
    final class ResizeOnLanes extends ResizeContract {
        @Override
        protected ScriptedWorkers scriptedWorkers() {
            return lanes();
        }
    }
}
