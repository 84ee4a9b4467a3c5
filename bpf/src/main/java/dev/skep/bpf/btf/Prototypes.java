package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.FunctionPrototype;
import dev.skep.bpf.btf.BtfType.Parameter;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Prototypes of functions and tracepoints. */
final class Prototypes {
    /** What the kernel makes for each tracepoint, in order of age: 5.10, 6.6, 4.16 (one for a class of events). */
    private static final List<String> NAMED = List.of("__traceiter_", "__probestub_", "__bpf_trace_");

    private Prototypes() {}

    static FunctionPrototype ofFunction(BtfImage image, int function) {
        BtfImage owner = image.owner(function);
        int start = owner.start(function);
        if (TypeDecoder.decode(image, owner.reference(start + 8)) instanceof FunctionPrototype prototype) {
            return prototype;
        }
        throw new BtfFormatException(start + 8, "function " + function + " has no prototype");
    }

    /** The prototype of {@code btf_trace_NAME} without its first parameter, which is not passed to programs. */
    static @Nullable FunctionPrototype ofRawTracepoint(Btf btf, String name) {
        OptionalInt typedef = btf.find(BtfKind.TYPEDEF, "btf_trace_".concat(name));
        if (typedef.isEmpty()
                || !(btf.type(btf.resolve(typedef.getAsInt())) instanceof BtfType.Pointer pointer)
                || !(btf.type(btf.resolve(pointer.type())) instanceof FunctionPrototype typed)
                || typed.parameters().isEmpty()) {
            return null;
        }
        for (String prefix : NAMED) {
            FunctionPrototype named = btf.function(prefix.concat(name)).orElse(null);
            if (named != null && sameTypes(typed.parameters(), named.parameters())) {
                return withoutFirst(named, typed.result());
            }
        }
        return withoutFirst(typed, typed.result());
    }

    private static boolean sameTypes(List<Parameter> a, List<Parameter> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i).type() != b.get(i).type()) {
                return false;
            }
        }
        return true;
    }

    private static FunctionPrototype withoutFirst(FunctionPrototype prototype, int result) {
        List<Parameter> parameters = prototype.parameters();
        return new FunctionPrototype(result, parameters.subList(1, parameters.size()), prototype.variadic());
    }
}
