package dev.lifeguard.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerId;
import org.junit.jupiter.api.Test;

final class RetirementTest {

    /** The supervisor may count on it until the notice of its death arrives, and must not replace it then. */
    @Test
    void aWorkerThatIsGoneAlreadyIsSentAwayAllTheSame() {
        var cell = new WorkerCell(new WorkerId("pool", 0, 1));
        cell.failStart(StopReason.CRASHED);
        cell.exit();
        assertEquals(CellState.GONE, cell.retire(StopReason.SHRUNK));
        assertTrue(cell.retiring());
    }
}
