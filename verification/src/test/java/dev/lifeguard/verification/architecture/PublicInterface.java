package dev.lifeguard.verification.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What users of a module can name, as text: the public and protected part of each type in its exported packages,
 * in an order that does not depend on the compiler. Two texts are equal exactly when the interfaces are.
 */
final class PublicInterface {
    private static final int SHOWN =
            Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

    private final StringBuilder text = new StringBuilder();

    private PublicInterface() {}

    /** The interface of the module whose compiled classes stand in {@code classes}. */
    static String ofModule(Path classes) {
        ModuleDescriptor module =
                ModuleFinder.of(classes).findAll().iterator().next().descriptor();
        List<String> packages = module.exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .sorted()
                .toList();
        PublicInterface dump = new PublicInterface();
        dump.text.append("module ").append(module.name()).append('\n');
        for (String name : packages) {
            dump.addPackage(name, typesIn(classes.resolve(name.replace('.', '/')), name));
        }
        return dump.text.toString();
    }

    /** The interface of one type with its nested types. */
    static String ofType(Class<?> type) {
        PublicInterface dump = new PublicInterface();
        dump.addType(type);
        return dump.text.toString();
    }

    private void addPackage(String name, List<Class<?>> types) {
        text.append("\npackage ").append(name).append('\n');
        types.forEach(this::addType);
    }

    private void addType(Class<?> type) {
        if (!visible(type.getModifiers())) {
            return;
        }
        text.append('\n').append(header(type)).append('\n');
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (visible(field.getModifiers()) && !field.isSynthetic()) {
                members.add(modifiers(field.getModifiers()) + name(field.getAnnotatedType()) + " " + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (visible(constructor.getModifiers()) && !constructor.isSynthetic()) {
                members.add(modifiers(constructor.getModifiers())
                        + variables(constructor.getTypeParameters())
                        + type.getSimpleName()
                        + parameters(constructor.getAnnotatedParameterTypes())
                        + thrown(constructor.getAnnotatedExceptionTypes()));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (visible(method.getModifiers()) && !method.isSynthetic()) {
                members.add((method.isDefault() ? "default " : "") + modifiers(method.getModifiers())
                        + variables(method.getTypeParameters()) + name(method.getAnnotatedReturnType()) + " "
                        + method.getName() + parameters(method.getAnnotatedParameterTypes())
                        + thrown(method.getAnnotatedExceptionTypes()));
            }
        }
        members.stream()
                .sorted()
                .forEach(member -> text.append("    ").append(member).append('\n'));
        Arrays.stream(type.getDeclaredClasses())
                .sorted((a, b) -> a.getName().compareTo(b.getName()))
                .forEach(this::addType);
    }

    private static String header(Class<?> type) {
        StringBuilder header =
                new StringBuilder(modifiers(type.getModifiers() & ~(type.isInterface() ? Modifier.ABSTRACT : 0)));
        header.append(type.isSealed() ? "sealed " : "")
                .append(kind(type))
                .append(' ')
                .append(type.getName());
        if (type.getTypeParameters().length > 0) {
            header.append(variables(type.getTypeParameters()).strip());
        }
        if (type.isRecord()) {
            header.append(Arrays.stream(type.getRecordComponents())
                    .map(PublicInterface::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        if (type.getGenericSuperclass() != null
                && !type.isRecord()
                && !type.isEnum()
                && type.getSuperclass() != Object.class) {
            header.append(" extends ").append(name(type.getAnnotatedSuperclass()));
        }
        append(header, type.isInterface() ? " extends " : " implements ", type.getAnnotatedInterfaces());
        if (type.isSealed()) {
            header.append(Arrays.stream(type.getPermittedSubclasses())
                    .map(Class::getName)
                    .sorted()
                    .collect(Collectors.joining(", ", " permits ", "")));
        }
        return header.toString();
    }

    private static String component(RecordComponent component) {
        return name(component.getAnnotatedType()) + " " + component.getName();
    }

    private static void append(StringBuilder header, String word, AnnotatedType[] types) {
        if (types.length > 0) {
            header.append(word)
                    .append(Arrays.stream(types)
                            .map(PublicInterface::name)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        }
        if (type.isInterface()) {
            return "interface";
        }
        if (type.isEnum()) {
            return "enum";
        }
        return type.isRecord() ? "record" : "class";
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables).map(PublicInterface::variable).collect(Collectors.joining(", ", "<", "> "));
    }

    private static String variable(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getAnnotatedBounds())
                .filter(bound -> !name(bound).equals("Object"))
                .map(PublicInterface::name)
                .collect(Collectors.joining(" & "));
        return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    private static String parameters(AnnotatedType[] types) {
        return Arrays.stream(types).map(PublicInterface::name).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String thrown(AnnotatedType[] types) {
        return types.length == 0
                ? ""
                : Arrays.stream(types)
                        .map(PublicInterface::name)
                        .sorted()
                        .collect(Collectors.joining(", ", " throws ", ""));
    }

    /** The type with its nullness, which is as much a part of the contract as the type. */
    private static String name(AnnotatedType type) {
        return type.toString()
                .replaceAll("@org\\.jspecify\\.annotations\\.(\\w+)(\\(\\))?", "@$1")
                .replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
    }

    private static String modifiers(int modifiers) {
        String shown = Modifier.toString(modifiers & SHOWN);
        return shown.isEmpty() ? "" : shown + " ";
    }

    private static boolean visible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static List<Class<?>> typesIn(Path directory, String packageName) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file ->
                            file.endsWith(".class") && !file.contains("$") && !file.equals("package-info.class"))
                    .sorted()
                    .<Class<?>>map(
                            file -> load(packageName + "." + file.substring(0, file.length() - ".class".length())))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicInterface.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(name + " is compiled and cannot be found", absent);
        }
    }
}
