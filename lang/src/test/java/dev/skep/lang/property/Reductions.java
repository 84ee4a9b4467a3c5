package dev.skep.lang.property;

import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All trees that are one step smaller than a tree: an element of a list left out, an expression replaced by one of its parts or
 * by a constant, a statement by one that stands in it, what may be missing missing. Most of them are no right program. It
 * works on the records of {@link Ast} whatever they are, so a new form needs nothing here.
 */
final class Reductions {
    private final Span span;

    private Reductions(Span span) {
        this.span = span;
    }

    /** The smaller trees of a script. */
    static List<Ast.Script> of(Ast.Script script) {
        List<Ast.Script> smaller = new ArrayList<>();
        for (Object tree : new Reductions(script.span()).of((Object) script)) {
            smaller.add((Ast.Script) tree);
        }
        return smaller;
    }

    private List<Object> of(@Nullable Object node) {
        List<Object> smaller = new ArrayList<>();
        if (node instanceof List<?> list) {
            ofList(list, smaller);
        } else if (node instanceof Record tree && !(node instanceof Span)) {
            if (tree instanceof Ast.Expr) {
                replacements(tree, smaller);
            } else if (tree instanceof Ast.Statement) {
                parts(tree, Ast.Statement.class, smaller);
            }
            ofRecord(tree, smaller);
        }
        return smaller;
    }

    private void ofList(List<?> list, List<Object> smaller) {
        for (int i = 0; i < list.size(); i++) {
            smaller.add(with(list, i, List.of()));
            if (list.get(i) instanceof Ast.Block block) {
                smaller.add(with(list, i, block.statements()));
            }
            for (Object element : of(list.get(i))) {
                smaller.add(with(list, i, List.of(element)));
            }
        }
    }

    private static List<Object> with(List<?> list, int index, List<?> instead) {
        List<Object> changed = new ArrayList<>(list);
        changed.remove(index);
        changed.addAll(index, instead);
        return changed;
    }

    private void replacements(Record expr, List<Object> smaller) {
        if (expr instanceof Ast.IntegerLiteral literal) {
            if (literal.value() != 0 && literal.value() != 1) {
                smaller.add(new Ast.IntegerLiteral(0, span));
                smaller.add(new Ast.IntegerLiteral(1, span));
            }
            return;
        }
        if (expr instanceof Ast.StringLiteral literal) {
            if (literal.value().length() > 1) {
                smaller.add(new Ast.StringLiteral("", span));
                smaller.add(new Ast.StringLiteral("a", span));
            }
            return;
        }
        if (expr instanceof Ast.BoolLiteral) {
            return;
        }
        smaller.add(new Ast.IntegerLiteral(0, span));
        smaller.add(new Ast.IntegerLiteral(1, span));
        smaller.add(new Ast.StringLiteral("a", span));
        smaller.add(new Ast.BoolLiteral(true, span));
        smaller.add(new Ast.BoolLiteral(false, span));
        parts(expr, Ast.Expr.class, smaller);
    }

    /** The parts of a tree that are of a kind, directly or in a list. */
    private static void parts(Record tree, Class<?> kind, List<Object> found) {
        for (RecordComponent component : tree.getClass().getRecordComponents()) {
            Object value = value(tree, component);
            if (kind.isInstance(value)) {
                found.add(value);
            } else if (value instanceof List<?> list) {
                list.stream().filter(kind::isInstance).forEach(found::add);
            }
        }
    }

    private void ofRecord(Record tree, List<Object> smaller) {
        RecordComponent[] components = tree.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Object value = value(tree, components[i]);
            if (value instanceof Ast.Expr || value instanceof Ast.Statement) {
                add(tree, i, null, smaller);
            }
            for (Object replacement : of(value)) {
                add(tree, i, replacement, smaller);
            }
        }
    }

    private static @Nullable Object value(Record tree, RecordComponent component) {
        try {
            return component.getAccessor().invoke(tree);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component.toString(), e);
        }
    }

    /** Adds a copy with one component replaced, if such a record can be. */
    private static void add(Record tree, int index, @Nullable Object replacement, List<Object> smaller) {
        RecordComponent[] components = tree.getClass().getRecordComponents();
        if (replacement != null && !components[index].getType().isInstance(replacement)) {
            return;
        }
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = i == index ? replacement : value(tree, components[i]);
        }
        try {
            Constructor<?> constructor = tree.getClass().getDeclaredConstructor(types);
            smaller.add(constructor.newInstance(values));
        } catch (ReflectiveOperationException e) {
            // The record does not take that: one candidate less.
        }
    }
}
