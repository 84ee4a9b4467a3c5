package dev.skep.lang.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.check.Typed;
import dev.skep.lang.function.Function;
import dev.skep.lang.function.Functions;
import dev.skep.lang.source.Span;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Generated scripts have all forms that the typed tree has, all functions and all aggregates. What is missing is to be written in
 * {@code generate} and {@code evaluate}; what cannot be compared, or has no instructions yet, is named here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoverageTest {
    private static final int SCRIPTS = 700;

    /** The tree of a wrong script; what reads memory of the kernel, or shares it, has tests of its own in {@code lower}. */
    private static final Set<String> FORMS_APART = Set.of("Invalid", "AddressOf");

    /**
     * Constants of the session, what only user space can render, what the stack decides, what is decided while compiling, what
     * only user programs have.
     */
    private static final Set<String> FUNCTIONS_APART = Set.of(
            "cpid",
            "ctx",
            "func",
            "reg",
            "retval",
            "uaddr",
            "usermode",
            "has_cpid",
            "ncpus",
            "cgroupid",
            "probetype",
            "curtask",
            "elapsed",
            "ppid",
            "pcomm",
            "leader_comm",
            "leader_tid",
            "buf",
            "strncmp",
            "stats",
            "username",
            "kaddr",
            "ksym",
            "len",
            "usym",
            "macaddr",
            "ntop",
            "strftime",
            "time",
            "cat",
            "join",
            "system",
            "zero",
            "fail",
            "static_assert",
            "is_array",
            "is_integer",
            "is_literal",
            "is_ptr",
            "is_str",
            "is_unsigned_integer");

    private final Set<String> forms = new TreeSet<>();
    private final Set<String> functions = new TreeSet<>();

    @BeforeAll
    void look() throws ReflectiveOperationException {
        for (long seed = 0; seed < SCRIPTS; seed++) {
            Case made = Case.of(seed);
            for (Typed.Probe probe : Stages.check(made).probes()) {
                look(probe.body().block());
            }
            for (Function function : Functions.all(0)) {
                if (made.text().matches("(?s).*\\b" + function.name() + "\\b.*")) {
                    functions.add(function.name());
                }
            }
        }
    }

    private void look(Object tree) throws ReflectiveOperationException {
        if (tree instanceof List<?> list) {
            for (Object part : list) {
                look(part);
            }
        } else if (tree instanceof Record node
                && !(tree instanceof Span)
                && node.getClass().getName().startsWith(Typed.class.getName())) {
            forms.add(node.getClass().getSimpleName());
            for (RecordComponent component : node.getClass().getRecordComponents()) {
                Object part = component.getAccessor().invoke(node);
                if (part != null) {
                    look(part);
                }
            }
        }
    }

    @Test
    void hasAllForms() {
        List<Class<?>> all = new ArrayList<>(List.of(Typed.Expr.class.getPermittedSubclasses()));
        all.addAll(List.of(Typed.Statement.class.getPermittedSubclasses()));
        Set<String> missing = new LinkedHashSet<>();
        for (Class<?> form : all) {
            if (!forms.contains(form.getSimpleName()) && !FORMS_APART.contains(form.getSimpleName())) {
                missing.add(form.getSimpleName());
            }
        }
        assertThat(missing).as("forms that no script of %d has", SCRIPTS).isEmpty();
    }

    @Test
    void hasAllFunctions() {
        Set<String> missing = new LinkedHashSet<>();
        for (Function function : Functions.all(0)) {
            if (!functions.contains(function.name()) && !FUNCTIONS_APART.contains(function.name())) {
                missing.add(function.name());
            }
        }
        assertThat(missing).as("functions that no script of %d has", SCRIPTS).isEmpty();
    }
}
