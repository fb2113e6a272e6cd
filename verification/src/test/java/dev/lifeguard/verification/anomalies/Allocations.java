package dev.lifeguard.verification.anomalies;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a source so that whatever it makes with {@code new}, and whatever it puts into a collection, which makes a
 * node for it, goes through {@link Memory#taken}.
 */
final class Allocations extends TreeScanner<@Nullable Void, @Nullable Void> {
    private static final Set<String> MAKES_A_NODE = Set.of("add", "offer", "put");

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final String source;
    private final String name;
    private final TreeMap<Integer, String> insertions = new TreeMap<>();

    private Allocations(CompilationUnitTree unit, SourcePositions positions, String source, String name) {
        this.unit = unit;
        this.positions = positions;
        this.source = source;
        this.name = name;
    }

    /** {@return the source, rewritten} */
    static String rewrite(String name, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, null, null, null, List.of(new Text(name, source)));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            var scan = new Allocations(unit, Trees.instance(task).getSourcePositions(), source, name);
            scan.scan(unit, null);
            return scan.rewritten();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
        if (made.getClassBody() == null) {
            wrap(made);
        }
        return super.visitNewClass(made, null);
    }

    @Override
    public @Nullable Void visitNewArray(NewArrayTree made, @Nullable Void unused) {
        wrap(made);
        return super.visitNewArray(made, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        boolean node = call.getMethodSelect() instanceof MemberSelectTree select
                && MAKES_A_NODE.contains(select.getIdentifier().toString());
        if (node && call.getArguments().size() == 1) {
            ExpressionTree entry = call.getArguments().getFirst();
            switch (entry.getKind()) {
                case IDENTIFIER, METHOD_INVOCATION, MEMBER_SELECT -> wrap(entry);
                default -> {
                    // What is made on the spot is wrapped anyway.
                }
            }
        }
        return super.visitMethodInvocation(call, null);
    }

    private void wrap(Tree expression) {
        int from = (int) positions.getStartPosition(unit, expression);
        int to = (int) positions.getEndPosition(unit, expression);
        boolean written = expression instanceof ExpressionTree && from >= 0 && to > from;
        boolean initializer = expression instanceof NewArrayTree && !source.startsWith("new ", from);
        if (written && !initializer) {
            long line = unit.getLineMap().getLineNumber(from);
            insertions.merge(from, Memory.class.getName() + ".taken(", (before, same) -> before + same);
            insertions.merge(to, ", \"" + name + ":" + line + "\")", (before, same) -> before + same);
        }
    }

    private String rewritten() {
        var text = new StringBuilder(source);
        for (Map.Entry<Integer, String> insertion : insertions.descendingMap().entrySet()) {
            text.insert(insertion.getKey(), insertion.getValue());
        }
        return text.toString();
    }

    /** A source that is not in a file. */
    private static final class Text extends SimpleJavaFileObject {
        private final String source;

        Text(String name, String source) {
            super(URI.create("string:///" + name), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
