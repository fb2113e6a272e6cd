package dev.lifeguard.testkit.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.tree.Tree;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pool or a tree with one line broken on purpose.
 *
 * @param name what is broken
 * @param file which source of the core or of the trees, below {@code dev/lifeguard}
 * @param right the text to replace, which must be there
 * @param wrong what to put there
 */
public record Mutant(String name, String file, String right, String wrong) {
    private static final List<String> MODULES = List.of("core", "lifeguard-supervision");
    private static final Path TESTS = Path.of("target", "test-classes");

    @Override
    public String toString() {
        return name;
    }

    /**
     * Compiles the broken source and runs tests against it, in a class loader of its own.
     *
     * @param directory for what is compiled
     * @param tests a class with a static method {@code firstFailure}, which is run
     * @param arguments of that method, of types of the JDK, because ours are others in that loader
     * @return the first failure, or {@code null} when nobody noticed
     */
    public @Nullable String firstFailure(Path directory, Class<?> tests, Object... arguments) throws Exception {
        Path classes = compile(directory);
        try (Broken loader = new Broken(new URL[] {
            url(classes),
            location(PoolEngine.class),
            location(Tree.class),
            location(DeterministicScheduler.class),
            url(TESTS)
        })) {
            Method run = Stream.of(loader.loadClass(tests.getName()).getDeclaredMethods())
                    .filter(method -> method.getName().equals("firstFailure"))
                    .findFirst()
                    .orElseThrow();
            run.setAccessible(true);
            return (String) run.invoke(null, arguments);
        }
    }

    private Path compile(Path directory) throws IOException, URISyntaxException {
        String source = Files.readString(source());
        assertTrue(
                source.contains(right),
                () -> "The text that mutant \"" + name + "\" replaces is gone from " + file
                        + ", so it would break nothing; write it for the new text.");
        Path broken = Files.createDirectories(directory.resolve("src"))
                .resolve(Path.of(file).getFileName());
        Files.writeString(broken, source.replace(right, wrong));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        StringWriter told = new StringWriter();
        List<String> paths = List.of(
                Path.of(location(PoolEngine.class).toURI()).toString(),
                Path.of(location(Tree.class).toURI()).toString(),
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(told, true),
                        new PrintWriter(told, true),
                        "-nowarn",
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-cp",
                        String.join(java.io.File.pathSeparator, paths),
                        broken.toString());
        assertEquals(0, status, told::toString);
        return classes;
    }

    private Path source() {
        return MODULES.stream()
                .map(module -> Path.of("..", module, "src", "main", "java", "dev", "lifeguard")
                        .resolve(file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + file + " in " + MODULES + ", so mutant \"" + name
                        + "\" would break nothing; write it for the new place."));
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static URL url(Path directory) throws IOException {
        return directory.toUri().toURL();
    }

    /**
     * Our classes come from here, the broken one first. Not by a parent that knows none of them: the loaders of the JDK
     * know the packages of every module, whoever loads it.
     */
    private static final class Broken extends URLClassLoader {
        Broken(URL[] places) {
            super(places, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.lifeguard.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
