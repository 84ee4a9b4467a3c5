package dev.skep.lang.property;

import dev.skep.lang.evaluate.Evaluator;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.NoNames;
import dev.skep.lang.value.Value;

/** Takes all stacks for the same: which one it is depends on how the program is compiled. */
final class OneStack extends NoNames {
    @Override
    public Value.Stack stack(Type.Stack type, long id) {
        return Evaluator.STACK;
    }
}
