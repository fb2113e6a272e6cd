package dev.lifeguard.verification.rows;

import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.PoolLifecycle;
import dev.lifeguard.lifecycle.TaskLifecycle;
import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.lifecycle.TransitionTable.Kind;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Plays scenes, and prints what is wrong: a move of a table that no scene aims at, a scene that did not take a row that
 * it aims at, a row that a scene names and that is no move, an illegal row that was taken. A program of its own, because
 * the switch that counts rows is read once, and because nobody else's rows shall count: {@code -Dlifeguard.edges=true}.
 */
final class Rows {
    static final String PLAYED = "played ";
    static final String WRONG = "wrong ";

    private final Set<String> moves = rows(Kind.MOVE);
    private final Set<String> illegal = rows(Kind.ILLEGAL);
    private final Set<String> aimedAt = new TreeSet<>();

    private Rows() {}

    /** Plays the scenes of the classes with these names. */
    public static void main(String... scenes) throws Exception {
        if (!Edges.COUNTING) {
            throw new IllegalStateException("No row is counted without -Dlifeguard.edges=true; start it with that.");
        }
        Rows rows = new Rows();
        for (String scene : scenes) {
            rows.play(Class.forName(scene).asSubclass(Scene.class));
        }
        rows.judge();
    }

    private void play(Class<? extends Scene> scenes) throws Exception {
        List<Method> methods = Arrays.stream(scenes.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Takes.class))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        for (Method method : methods) {
            String name = scenes.getSimpleName() + "." + method.getName();
            Scene scene = scenes.getDeclaredConstructor().newInstance();
            try (scene) {
                method.setAccessible(true);
                method.invoke(scene);
            } catch (InvocationTargetException failed) {
                wrong(name + " ended with " + failed.getCause());
            }
            for (String row : method.getAnnotation(Takes.class).value()) {
                aimedAt.add(row);
                if (!moves.contains(row)) {
                    wrong(name + " aims at " + row + ", which is no move of a table");
                } else if (scene.taken(row) == 0) {
                    wrong(name + " did not take " + row);
                }
            }
            System.out.println(PLAYED + name);
        }
    }

    private void judge() {
        moves.stream().filter(row -> !aimedAt.contains(row)).forEach(row -> wrong("no scene aims at " + row));
        Edges.counts().keySet().stream().filter(illegal::contains).forEach(row -> wrong(row + " is illegal"));
    }

    private static void wrong(String what) {
        System.out.println(WRONG + what);
    }

    private static Set<String> rows(Kind kind) {
        var rows = new TreeSet<String>();
        Stream.of(PoolLifecycle.TABLE, WorkerLifecycle.TABLE, TaskLifecycle.TABLE)
                .forEach(table -> rows.addAll(rows(table, kind)));
        return rows;
    }

    private static List<String> rows(TransitionTable<?, ?> table, Kind kind) {
        return table.rows().stream()
                .filter(cell -> cell.kind() == kind)
                .map(cell -> table.name() + " " + cell.from() + " " + cell.signal())
                .toList();
    }
}
