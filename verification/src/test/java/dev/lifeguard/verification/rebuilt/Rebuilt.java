package dev.lifeguard.verification.rebuilt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.testkit.DeterministicScheduler;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The pool with some of its sources changed, in a class loader of its own, and these tests beside it. */
public final class Rebuilt implements AutoCloseable {
    private static final Path SOURCES = Path.of("..", "core", "src", "main", "java", "dev", "lifeguard");

    /** What becomes of a source. */
    @FunctionalInterface
    public interface Edit {

        /** {@return the source, changed} */
        String apply(String file, String source);
    }

    private final Own loader;

    /**
     * Compiles the changed sources.
     *
     * @param directory for what is compiled
     * @param files below {@code dev/lifeguard}
     */
    public Rebuilt(Path directory, List<String> files, Edit edit) throws IOException, URISyntaxException {
        List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", directory.toString(), "-cp"));
        arguments.add(String.join(
                File.pathSeparator,
                place(Rebuilt.class).toString(),
                place(PoolEngine.class).toString(),
                System.getProperty("java.class.path")));
        for (String file : files) {
            String source = Files.readString(SOURCES.resolve(file));
            String name = Path.of(file).getFileName().toString();
            String changed = edit.apply(name, source);
            assertNotEquals(source, changed, () -> file + " is as before, so that nothing was tried.");
            Path written = directory.resolve(name);
            Files.writeString(written, changed);
            arguments.add(written.toString());
        }
        var told = new StringWriter();
        var out = new PrintWriter(told, true);
        int status = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(String[]::new));
        assertEquals(0, status, told::toString);
        this.loader = new Own(new URL[] {
            directory.toUri().toURL(),
            place(PoolEngine.class).toUri().toURL(),
            place(DeterministicScheduler.class).toUri().toURL(),
            place(Rebuilt.class).toUri().toURL()
        });
    }

    /**
     * {@return the pool with one text of one source replaced by another}
     *
     * @param directory for what is compiled
     * @param file below {@code dev/lifeguard}
     * @param right a text that must stand in it once
     * @param wrong what stands there instead
     */
    public static Rebuilt with(Path directory, String file, String right, String wrong)
            throws IOException, URISyntaxException {
        return new Rebuilt(directory, List.of(file), (name, source) -> {
            assertEquals(
                    2,
                    source.split(Pattern.quote(right), -1).length,
                    () -> "\"" + right + "\" must stand once in " + file + "; write what is broken anew.");
            return source.replace(right, wrong);
        });
    }

    /** Calls a static method of a class of these tests, beside the changed pool. */
    public Object call(Class<?> type, String name, Object... arguments) throws ReflectiveOperationException {
        Method method = Stream.of(loader.loadClass(type.getName()).getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        return method.invoke(null, arguments);
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    /** Has classes of ours of its own, the changed ones first. */
    private static final class Own extends URLClassLoader {
        Own(URL[] places) {
            super(places, Rebuilt.class.getClassLoader());
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
