package dev.lifeguard.verification.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Packages in a row, each of which may use only itself and those before it. A row has no cycle, so no second rule
 * is needed for that.
 *
 * @param root the package that the names of the others are relative to
 * @param upwards the names from the bottom to the top; {@code ""} is the root itself
 * @param exceptions simple names of top-level classes that may use every package, their nested classes included
 */
record Layers(String root, List<String> upwards, Set<String> exceptions) {

    /** Every use of a higher package and every package that has no place in the row. */
    List<String> violations(JavaClasses classes) {
        return classes.stream().flatMap(this::violationsOf).distinct().sorted().toList();
    }

    private Stream<String> violationsOf(JavaClass user) {
        if (!inside(user.getPackageName())) {
            return Stream.empty();
        }
        if (height(user) < 0) {
            return Stream.of(user.getPackageName() + " has no place in the row of packages " + upwards);
        }
        if (exceptions.contains(topLevel(user))) {
            return Stream.empty();
        }
        return user.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(used -> inside(used.getPackageName()) && height(used) > height(user))
                .map(used -> user.getName() + " uses " + used.getName() + ", which stands above it");
    }

    private boolean inside(String packageName) {
        return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    private int height(JavaClass type) {
        String name = type.getPackageName();
        return upwards.indexOf(name.equals(root) ? "" : name.substring(root.length() + 1));
    }

    private static String topLevel(JavaClass type) {
        String local = type.getName().substring(type.getPackageName().length() + 1);
        int nested = local.indexOf('$');
        return nested < 0 ? local : local.substring(0, nested);
    }
}
