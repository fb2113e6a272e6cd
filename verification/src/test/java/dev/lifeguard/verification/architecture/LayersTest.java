package dev.lifeguard.verification.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One direction between packages, read from the compiled classes. */
final class LayersTest {
    /**
     * The core from the bottom to the top. The classes behind the front door are the one exception: they stand in the
     * package that everybody reads first, and put the whole together.
     */
    private static final Layers CORE = new Layers(
            "dev.lifeguard",
            List.of(
                    "bounds",
                    "policy",
                    "",
                    "deadletter",
                    "management",
                    "lifecycle",
                    "timing",
                    "dataplane",
                    "executor",
                    "inprocess",
                    "recording",
                    "control"),
            Set.of("WorkerPool", "TaskPool", "PoolBuilder"));

    /** The trees from the bottom to the top. */
    private static final Layers TREES = new Layers(
            "dev.lifeguard",
            List.of("supervision", "tree", "tree.recording", "tree.management"),
            Set.of("Supervisor", "SupervisorBuilder"));

    /** Distributed pools from the bottom to the top. Client and host know each other only by what they send. */
    private static final Layers DISTRIBUTED = new Layers(
            "dev.lifeguard.distributed",
            List.of("surroundings", "engine", "frame", "", "client", "host"),
            Set.of("DistributedPool", "DistributedPoolBuilder", "WorkerHost", "WorkerHostBuilder"));

    private static final String PLANTED = "dev.lifeguard.verification.architecture.planted";

    @Test
    void theCoreLooksOnlyDownwards() {
        JavaClasses core = compiled("core");
        assertFalse(core.isEmpty(), "the core has no compiled classes, so nothing was checked");
        assertEquals("", String.join("\n", CORE.violations(core)));
    }

    @Test
    void theTreesLookOnlyDownwards() {
        JavaClasses trees = compiled("lifeguard-supervision");
        assertFalse(trees.isEmpty(), "the trees have no compiled classes, so nothing was checked");
        assertEquals("", String.join("\n", TREES.violations(trees)));
    }

    @Test
    void distributedPoolsLookOnlyDownwards() {
        JavaClasses distributed = compiled("lifeguard-distributed");
        assertFalse(distributed.isEmpty(), "there are no compiled classes, so nothing was checked");
        assertEquals("", String.join("\n", DISTRIBUTED.violations(distributed)));
    }

    @Test
    void aHostKnowsNothingOfAClient() {
        List<String> uses = compiled("lifeguard-distributed").stream()
                .filter(type -> type.getPackageName().endsWith(".host"))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getPackageName().endsWith(".distributed.client"))
                .map(Object::toString)
                .toList();
        assertEquals(List.of(), uses);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lifeguard-process", "lifeguard-testkit", "lifeguard-cli"})
    void packagesOfTheOtherModulesHaveNoCycle(String module) {
        noCycle("dev.lifeguard").check(compiled(module));
    }

    @Test
    void aPlantedLookUpwardsIsCaughtAndTheNamedExceptionIsNot() {
        JavaClasses planted = planted();
        List<String> violations =
                new Layers(PLANTED, List.of("", "lower", "upper"), Set.of("FrontDoor")).violations(planted);
        assertEquals(
                List.of(PLANTED + ".lower.Lower uses " + PLANTED + ".upper.Upper, which stands above it"), violations);
        List<String> strict = new Layers(PLANTED, List.of("", "lower", "upper"), Set.of()).violations(planted);
        assertTrue(
                strict.stream().anyMatch(line -> line.startsWith(PLANTED + ".lower.FrontDoor$Builder uses ")),
                strict::toString);
    }

    @Test
    void aPlantedPackageWithoutAPlaceIsCaught() {
        JavaClasses planted = planted();
        List<String> violations =
                new Layers(PLANTED, List.of("", "lower"), Set.of("Lower", "FrontDoor")).violations(planted);
        assertEquals(List.of(PLANTED + ".upper has no place in the row of packages [, lower]"), violations);
    }

    @Test
    void aPlantedCycleIsCaught() {
        JavaClasses planted = planted();
        assertTrue(noCycle(PLANTED).evaluate(planted).hasViolation(), "the planted cycle lower -> upper -> lower");
    }

    private static ArchRule noCycle(String root) {
        return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }

    private static JavaClasses planted() {
        return new ClassFileImporter().importPackages(PLANTED + ".lower", PLANTED + ".upper");
    }

    private static JavaClasses compiled(String module) {
        return new ClassFileImporter().importPath(SourceTree.project().resolve(module + "/target/classes"));
    }
}
