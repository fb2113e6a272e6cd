package dev.lifeguard.verification.lincheck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.verifier.LinearizabilityVerifier;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;
import org.jspecify.annotations.Nullable;

/**
 * The verdict is that of linearizability; beside it this counts what it is asked about, because a checker that runs
 * nothing, or everything in the same order, is green, too.
 *
 * <p>The checker makes one for each check, by the class, so the counts are static. One check at a time.
 */
@SuppressWarnings("ReferenceEquality") // A scenario is equal to none but itself.
public final class CountingVerifier implements Verifier {

    private static long runs;
    private static @Nullable ExecutionScenario scenario;
    private static final List<Set<ExecutionResult>> RESULTS = new ArrayList<>();

    private final Verifier verdict;

    /**
     * As the checker makes it.
     *
     * @param specification the class whose operations, one after another, are right
     */
    public CountingVerifier(Class<?> specification) {
        this.verdict = new LinearizabilityVerifier(specification);
    }

    /** Forgets what was counted. */
    static void forget() {
        runs = 0;
        scenario = null;
        RESULTS.clear();
    }

    /** {@return what was counted} */
    static Explored explored() {
        int differ = (int) RESULTS.stream().filter(seen -> seen.size() > 1).count();
        return new Explored(RESULTS.size(), runs, differ);
    }

    @Override
    public boolean verifyResults(ExecutionScenario ran, ExecutionResult result) {
        if (scenario != ran) {
            scenario = ran;
            RESULTS.add(new HashSet<>());
        }
        runs++;
        RESULTS.getLast().add(result);
        return verdict.verifyResults(ran, result);
    }
}
