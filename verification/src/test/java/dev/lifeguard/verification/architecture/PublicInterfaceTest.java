package dev.lifeguard.verification.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.verification.architecture.planted.door.Door;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A change of what users can name is seen in the commit that makes it. */
final class PublicInterfaceTest {
    /** Set to write the files anew instead of comparing. */
    private static final String UPDATE = "api.update";

    private static final String COMMAND = "./build -q -pl :lifeguard-verification -am verify"
            + " -Dtest=PublicInterfaceTest -Dsurefire.failIfNoSpecifiedTests=false -D" + UPDATE;

    @ParameterizedTest
    @CsvSource({
        "core,                  lifeguard",
        "lifeguard-supervision, lifeguard-supervision",
        "lifeguard-process,     lifeguard-process",
        "lifeguard-distributed, lifeguard-distributed",
        "lifeguard-testkit,     lifeguard-testkit"
    })
    void theInterfaceIsTheOneThatWasReviewed(String directory, String artifact) throws IOException {
        Path reviewed = SourceTree.project().resolve("api/" + artifact + ".api");
        String compiled = PublicInterface.ofModule(SourceTree.project().resolve(directory + "/target/classes"));
        if (System.getProperty(UPDATE) != null) {
            Files.createDirectories(reviewed.getParent());
            Files.writeString(reviewed, compiled);
        }
        assertEquals(
                Files.exists(reviewed) ? Files.readString(reviewed) : "",
                compiled,
                () -> "The public interface of " + artifact
                        + " is not the one in api/; if the change is meant, write it with: " + COMMAND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core",
                "lifeguard-supervision",
                "lifeguard-process",
                "lifeguard-distributed",
                "lifeguard-testkit"
            })
    void noHiddenTypeLeaks(String directory) {
        Path classes = SourceTree.project().resolve(directory + "/target/classes");
        assertEquals(Set.of(), leaks(PublicInterface.ofModule(classes), exportedByAnyModule()));
    }

    @Test
    void aPlantedLeakIsCaught() {
        String dump = "public dev.lifeguard.control.Supervisor dev.lifeguard.Pool.open(dev.lifeguard.Limit$Kind[])";
        assertEquals(Set.of("dev.lifeguard.control.Supervisor"), leaks(dump, Set.of("dev.lifeguard")));
    }

    @Test
    void theDumpShowsEverythingAUserCanNameAndNothingElse() {
        assertEquals("""

                public sealed interface DOOR<T extends Comparable<T>> extends AutoCloseable permits DOOR$Oak
                    default public <U extends Number> @Nullable U knock(java.util.List<? super T>, U[]) throws java.io.IOException
                    public abstract void close()
                    public static final int HINGES

                public static final record DOOR$Oak(int rings) implements DOOR<String>
                    public Oak(int)
                    public final String toString()
                    public final boolean equals(Object)
                    public final int hashCode()
                    public int rings()
                    public void close()
                """, PublicInterface.ofType(Door.class).replace(Door.class.getName(), "DOOR"));
    }

    /** The types of ours in a dump whose package is not among the exported ones. */
    private static Set<String> leaks(String dump, Set<String> exported) {
        return Pattern.compile("\\b(dev\\.lifeguard(?:\\.[a-z]\\w*)*)\\.[A-Z][\\w$]*")
                .matcher(dump)
                .results()
                .filter(type -> !exported.contains(type.group(1)))
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Set<String> exportedByAnyModule() {
        return SourceTree.PUBLISHED.stream()
                .map(directory -> SourceTree.project().resolve(directory + "/target/classes"))
                .flatMap(classes -> ModuleFinder.of(classes).findAll().stream())
                .flatMap(module -> module.descriptor().exports().stream())
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }
}
