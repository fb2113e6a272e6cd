package dev.lifeguard.verification.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
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
                    "",
                    "management",
                    "supervision",
                    "lifecycle",
                    "timing",
                    "tree",
                    "dataplane",
                    "executor",
                    "inprocess",
                    "recording",
                    "control"),
            Set.of("WorkerPool", "TaskPool", "PoolBuilder", "Supervisor", "SupervisorBuilder"));

    private static final String PLANTED = "dev.lifeguard.verification.architecture.planted";

    @Test
    void theCoreLooksOnlyDownwards() {
        JavaClasses core = compiled("core");
        assertFalse(core.isEmpty(), "the core has no compiled classes, so nothing was checked");
        assertEquals("", String.join("\n", CORE.violations(core)));
    }

    @Test
    void theTreesKnowNothingOfTheInsideOfAPool() {
        JavaClasses trees = compiled("core")
                .that(DescribedPredicate.describe(
                        "stand in a package of the trees",
                        type -> Set.of("dev.lifeguard.supervision", "dev.lifeguard.tree")
                                .contains(type.getPackageName())));
        assertFalse(trees.isEmpty(), "there are no trees, so nothing was checked");
        List<String> inside = trees.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(used -> Set.of("dataplane", "executor", "inprocess", "control")
                        .contains(used.getPackageName().replace("dev.lifeguard.", "")))
                .map(JavaClass::getName)
                .toList();
        assertEquals(List.of(), inside);
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
