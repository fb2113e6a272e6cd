package dev.lifeguard.verification.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** On the module path the inside of the core is unreachable: for a compiler and by the descriptor. */
final class HiddenPackagesTest {
    private static final Path CORE = SourceTree.project().resolve("core/target/classes");

    /** Who may look inside: the test kit steps the real supervisor, and the proofs check it; nobody else does. */
    private static final Set<String> FRIENDS = Set.of("dev.lifeguard.testkit");

    /** The packages that everybody may use. */
    private static final Set<String> OPEN = Set.of("dev.lifeguard", "dev.lifeguard.supervision");

    @TempDir
    private Path directory;

    @Test
    void onlyTheFrontDoorAndTheTreesAreExportedToEverybody() {
        Set<String> open = core().exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(OPEN, open);
        assertTrue(core().opens().isEmpty(), "the core opens no package to reflection: " + core().opens());
    }

    @Test
    void hiddenPackagesAreExportedToFriendsOnly() {
        Set<String> friends = core().exports().stream()
                .filter(ModuleDescriptor.Exports::isQualified)
                .flatMap(export -> export.targets().stream())
                .collect(Collectors.toSet());
        assertTrue(FRIENDS.containsAll(friends), "exported to " + friends + ", allowed " + FRIENDS);
    }

    @Test
    void theCoreRequiresTheJdkOnly() {
        Set<String> required = core().requires().stream()
                .filter(require -> !require.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name)
                .collect(Collectors.toSet());
        assertTrue(
                required.stream().allMatch(name -> name.startsWith("java.") || name.startsWith("jdk.")),
                "required at run time: " + required);
    }

    @Test
    void aCompilerRefusesEachHiddenPackageAndAcceptsTheFrontDoor() throws IOException {
        for (String name : OPEN) {
            assertEquals("", compile(name), "an open package must compile: " + name);
        }
        Set<String> hidden = new TreeSet<>(core().packages());
        hidden.removeAll(OPEN);
        assertFalse(hidden.isEmpty(), "the core has no hidden package, so nothing was checked");
        for (String name : hidden) {
            String answer = compile(name);
            assertTrue(answer.contains("package " + name + " is not visible"), name + ": " + answer);
        }
    }

    private static ModuleDescriptor core() {
        return ModuleFinder.of(CORE).find("dev.lifeguard").orElseThrow().descriptor();
    }

    /** Compiles a module that imports the whole package; the answer is what the compiler complains about. */
    private String compile(String packageName) throws IOException {
        Path source = Files.createDirectories(directory.resolve(packageName));
        Path descriptor =
                Files.writeString(source.resolve("module-info.java"), "module visitor { requires dev.lifeguard; }");
        Path visitor = Files.writeString(
                source.resolve("Visitor.java"),
                "package visitor; import %s.%s; class Visitor { }".formatted(packageName, publicTypeIn(packageName)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter answer = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-d", source.resolve("classes").toString(), "--module-path", CORE.toString());
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean accepted = compiler.getTask(
                            answer, files, null, options, null, files.getJavaFileObjects(descriptor, visitor))
                    .call();
            return accepted ? "" : answer.toString();
        }
    }

    private static String publicTypeIn(String packageName) throws IOException {
        try (Stream<Path> files = Files.list(CORE.resolve(packageName.replace('.', '/')))) {
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
