package dev.lifeguard.dataplane;

import dev.lifeguard.StopReason;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * The word of a worker, moved by its thread, by lessees and by the supervisor at once. Lessees come with the number of a
 * loan that may be theirs, over, or not yet begun.
 */
@Param(name = "loan", gen = IntGen.class, conf = "0:2")
public class WorkerWordOperations {

    private final WorkerCell cell = Bench.idleCell();

    // Callers and lessees.

    @Operation
    public boolean search() {
        return cell.claimListed(CellState.SEARCHING);
    }

    @Operation
    public boolean claim() {
        return cell.claim(CellState.LEASED);
    }

    @Operation
    public String giveBack(@Param(name = "loan") int loan) {
        return cell.giveBack(loan).name();
    }

    @Operation
    public String giveBackDirty(@Param(name = "loan") int loan) {
        return cell.giveBackDirty(loan).name();
    }

    @Operation
    public boolean relend(@Param(name = "loan") int loan) {
        return cell.relend(loan);
    }

    @Operation
    public boolean fence(@Param(name = "loan") int loan) {
        return cell.fence(loan);
    }

    /** All that the word says. */
    @Operation
    public String look() {
        return cell.toString();
    }

    // The worker's thread.

    @Operation(nonParallelGroup = "worker")
    public void arrive() {
        cell.arrive();
    }

    @Operation(nonParallelGroup = "worker")
    public long lend() {
        return cell.lend();
    }

    @Operation(nonParallelGroup = "worker")
    public String rest() {
        return cell.rest().name();
    }

    @Operation(nonParallelGroup = "worker")
    public boolean takeBack() {
        return cell.reclaim();
    }

    @Operation(nonParallelGroup = "worker")
    public void soil() {
        cell.soil(false);
    }

    @Operation(nonParallelGroup = "worker")
    public String clean() {
        return cell.clean().name();
    }

    @Operation(nonParallelGroup = "worker")
    public String crash() {
        return String.valueOf(cell.crash(StopReason.CRASHED, false));
    }

    @Operation(nonParallelGroup = "worker")
    public boolean exit() {
        return cell.exit();
    }

    // The supervisor.

    @Operation(nonParallelGroup = "supervisor")
    public String retire() {
        return cell.retire(StopReason.SHRUNK).name();
    }

    @Operation(nonParallelGroup = "supervisor")
    public boolean revoke() {
        return cell.revoke();
    }

    @Operation(nonParallelGroup = "supervisor")
    public String reclaim(@Param(name = "loan") int loan) {
        return String.valueOf(cell.reclaim(loan));
    }

    @Operation(nonParallelGroup = "supervisor")
    public boolean abandonReset() {
        return cell.abandonHook(CellState.RESETTING);
    }

    @Operation(nonParallelGroup = "supervisor")
    public boolean abandonRun() {
        return cell.abandonRun();
    }
}
