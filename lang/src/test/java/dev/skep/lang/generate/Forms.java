package dev.skep.lang.generate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several forms to choose from, some more often than others. */
abstract class Forms {
    private record Weighted(int weight, Form form) {}

    final Generator generator;
    private final List<Weighted> leaves = new ArrayList<>();
    private final List<Weighted> forms = new ArrayList<>();

    Forms(Generator generator) {
        this.generator = generator;
    }

    /** A form without parts. */
    final void leaf(int weight, Form form) {
        leaves.add(new Weighted(weight, form));
    }

    /** A form with parts. */
    final void form(int weight, Form form) {
        forms.add(new Weighted(weight, form));
    }

    /** A form with parts, if the language has it so far: if the compiler takes an example. */
    final void form(int weight, String example, Form form) {
        if (Language.has(example)) {
            form(weight, form);
        }
    }

    /** One of the forms; of those without parts where the depth is used up. */
    final String write(int depth) {
        boolean flat = depth <= 0 || !generator.spend();
        while (true) {
            String text =
                    pick(flat || generator.chance(4) ? leaves : forms).form.write(depth - 1);
            if (text != null) {
                return text;
            }
        }
    }

    private Weighted pick(List<Weighted> from) {
        int sum = 0;
        for (Weighted weighted : from) {
            sum += weighted.weight;
        }
        int at = generator.below(sum);
        for (Weighted weighted : from) {
            at -= weighted.weight;
            if (at < 0) {
                return weighted;
            }
        }
        throw new IllegalStateException("weights");
    }

    final @Nullable String given(boolean available, String text) {
        return available ? text : null;
    }
}
