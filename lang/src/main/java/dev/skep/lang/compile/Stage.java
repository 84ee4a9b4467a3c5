package dev.skep.lang.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stage of the compiler whose result can be shown as text. */
public enum Stage {
    /** The syntax tree. */
    AST("ast"),
    /** The typed tree: maps, and each body with the probes that share it. */
    TYPES("types"),
    /** The intermediate representation as it was lowered. */
    IR("ir"),
    /** The intermediate representation after the optimiser. */
    IR_OPT("ir-opt"),
    /** The programs, as the kernel's verifier prints instructions. */
    BPF("bpf");

    private static final Stage[] ALL = values();

    private final String text;

    Stage(String text) {
        this.text = text;
    }

    /** Its name on the command line. */
    public String text() {
        return text;
    }

    /** The stage of a name, or null. */
    public static @Nullable Stage of(String name) {
        for (Stage stage : ALL) {
            if (stage.text.equals(name)) {
                return stage;
            }
        }
        return null;
    }

    /** All names, in the order of the stages. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(ALL.length);
        for (Stage stage : ALL) {
            names.add(stage.text);
        }
        return names;
    }
}
