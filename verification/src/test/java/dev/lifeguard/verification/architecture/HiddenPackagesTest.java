package dev.lifeguard.verification.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the module path the inside of the published modules is unreachable: for a compiler and by the descriptor. */
final class HiddenPackagesTest {
    private static final Published CORE = new Published(
            "dev.lifeguard",
            List.of("core"),
            Set.of("dev.lifeguard", "dev.lifeguard.policy", "dev.lifeguard.deadletter"),
            Set.of("dev.lifeguard.testkit", "dev.lifeguard.supervision", "dev.lifeguard.distributed"));

    private static final Published TREES = new Published(
            "dev.lifeguard.supervision",
            List.of("lifeguard-supervision", "core"),
            Set.of("dev.lifeguard.supervision"),
            Set.of("dev.lifeguard.testkit"));

    private static final Published DISTRIBUTED = new Published(
            "dev.lifeguard.distributed",
            List.of("lifeguard-distributed", "core"),
            Set.of("dev.lifeguard.distributed", "dev.lifeguard.distributed.engine"),
            Set.of("dev.lifeguard.testkit"));

    /** What the trees may see of the inside of the core: the form of a table, and the time. Nothing of a pool. */
    private static final Set<String> FOR_TREES = Set.of("dev.lifeguard.lifecycle", "dev.lifeguard.timing");

    @TempDir
    private Path directory;

    private static Stream<Published> modules() {
        return Stream.of(CORE, TREES, DISTRIBUTED);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void onlyTheFrontDoorIsExportedToEverybody(Published module) {
        Set<String> open = module.descriptor().exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        assertEquals(module.open(), open);
        assertEquals(Set.of(), module.descriptor().opens(), "no package is opened to reflection");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void hiddenPackagesAreExportedToFriendsOnly(Published module) {
        Set<String> friends = module.descriptor().exports().stream()
                .filter(ModuleDescriptor.Exports::isQualified)
                .flatMap(export -> export.targets().stream())
                .collect(Collectors.toSet());
        assertEquals(module.friends(), friends);
    }

    @Test
    void theTreesAndDistributedPoolsSeeNothingOfTheInsideOfAPool() {
        assertEquals(FOR_TREES, seenBy(TREES));
        assertEquals(Set.of("dev.lifeguard.timing"), seenBy(DISTRIBUTED));
    }

    private static Set<String> seenBy(Published friend) {
        return CORE.descriptor().exports().stream()
                .filter(export -> export.targets().contains(friend.name()))
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void onlyTheJdkAndModulesOfOursAreRequired(Published module) {
        Set<String> required = module.descriptor().requires().stream()
                .filter(require -> !require.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .collect(Collectors.toSet());
        assertEquals(module.equals(CORE) ? Set.of() : Set.of(CORE.name()), required);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aCompilerRefusesEachHiddenPackageAndAcceptsTheFrontDoor(Published module) throws IOException {
        for (String name : module.open()) {
            assertEquals("", compile(module, name), "an open package must compile: " + name);
        }
        Set<String> hidden = new TreeSet<>(module.descriptor().packages());
        hidden.removeAll(module.open());
        assertFalse(hidden.isEmpty(), "there is no hidden package, so nothing was checked");
        for (String name : hidden) {
            String answer = compile(module, name);
            assertTrue(answer.contains("package " + name + " is not visible"), name + ": " + answer);
        }
    }

    /**
     * A published module.
     *
     * @param name its name
     * @param directories its own in the project, and those of what it needs
     * @param open the packages that everybody may use
     * @param friends who may look inside: the test kit runs the real control threads
     */
    record Published(String name, List<String> directories, Set<String> open, Set<String> friends) {

        Path classes() {
            return classes(directories.getFirst());
        }

        private static Path classes(String directory) {
            return SourceTree.project().resolve(directory + "/target/classes");
        }

        String path() {
            return directories.stream()
                    .map(directory -> classes(directory).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }

        ModuleDescriptor descriptor() {
            return ModuleFinder.of(classes()).find(name).orElseThrow().descriptor();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Compiles a module that imports the whole package; the answer is what the compiler complains about. */
    private String compile(Published module, String packageName) throws IOException {
        Path source = Files.createDirectories(directory.resolve(packageName));
        Path descriptor = Files.writeString(
                source.resolve("module-info.java"), "module visitor { requires %s; }".formatted(module.name()));
        Path visitor = Files.writeString(
                source.resolve("Visitor.java"),
                "package visitor; import %s.%s; class Visitor { }"
                        .formatted(packageName, publicTypeIn(module, packageName)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter answer = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-d", source.resolve("classes").toString(), "--module-path", module.path());
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean accepted = compiler.getTask(
                            answer, files, null, options, null, files.getJavaFileObjects(descriptor, visitor))
                    .call();
            return accepted ? "" : answer.toString();
        }
    }

    private static String publicTypeIn(Published module, String packageName) throws IOException {
        try (Stream<Path> files = Files.list(module.classes().resolve(packageName.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file ->
                            file.endsWith(".class") && !file.contains("$") && !file.equals("package-info.class"))
                    .sorted()
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .filter(file -> isPublic(packageName + "." + file))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(packageName + " has no public type"));
        }
    }

    private static boolean isPublic(String name) {
        try {
            return java.lang.reflect.Modifier.isPublic(
                    Class.forName(name, false, HiddenPackagesTest.class.getClassLoader())
                            .getModifiers());
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(name + " is compiled and cannot be found", absent);
        }
    }
}
