package dev.lifeguard.dataplane;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/** Two permits. Each thread gives back what it has taken; what it has is known to nobody else. */
@Param(name = "thread", gen = ThreadIdGen.class)
public class AdmissionOperations {

    private static final int THREADS = 4;

    private final Admission admission = new Admission(new StillTime(), 2);
    private final int[] held = new int[THREADS];

    @Operation
    public String enter(@Param(name = "thread") int thread) {
        Admission.Entry entry = admission.tryEnter();
        if (entry == Admission.Entry.ENTERED) {
            held[thread]++;
        }
        return entry.name();
    }

    @Operation
    public boolean leave(@Param(name = "thread") int thread) {
        if (held[thread] == 0) {
            return false;
        }
        held[thread]--;
        admission.leave();
        return true;
    }

    @Operation(nonParallelGroup = "supervisor")
    public void close() {
        admission.close();
    }

    @Validate
    public void permitsThatAreOutAreHeld() {
        int all = 0;
        for (int permits : held) {
            all += permits;
        }
        if (all != admission.taken() || all > admission.capacity()) {
            throw new IllegalStateException(
                    all + " permits are held and " + admission.taken() + " are out, of " + admission.capacity() + ".");
        }
    }
}
