package dev.skep.lang.evaluate;

import dev.skep.lang.check.Typed;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The language's builtins and functions. */
final class Calls {
    private final Run run;

    Calls(Run run) {
        this.run = run;
    }

    /** The value of a call, or null if it has none. */
    @Nullable
    Value value(Typed.Call call) {
        Surroundings surroundings = run.evaluator().surroundings();
        return switch (call.function().name()) {
            case "pid" -> number(surroundings.pid(), call);
            case "tid" -> number(surroundings.tid(), call);
            case "uid" -> number(surroundings.uid(), call);
            case "gid" -> number(surroundings.gid(), call);
            case "cgroup" -> number(surroundings.cgroup(), call);
            case "numaid" -> number(surroundings.node(), call);
            // Scripts use these only where it does not matter what they are.
            case "cpu" -> number(1, call);
            case "rand" -> number(4, call);
            case "jiffies" -> number(4_300_000_000L, call);
            case "nsecs" -> number(1_000_000_000_000L, call);
            case "curtask" -> number(Tasks.CURRENT, call);
            case "comm" -> text(surroundings.comm());
            case "probe" -> text(run.point().name());
            case "kstack", "ustack" -> Evaluator.STACK;
            case "kptr", "uptr", "ptr" -> number(argument(call, 0), call);
            case "str" -> string(call);
            case "has_key" -> hasKey(element(call));
            case "delete" -> delete(element(call));
            default -> {
                run.events().call(call);
                yield null;
            }
        };
    }

    private static Value number(long bits, Typed.Call call) {
        return Integers.of(bits, call.type());
    }

    private static Value text(String text) {
        return new Value.Str(text.getBytes(StandardCharsets.UTF_8));
    }

    private long argument(Typed.Call call, int index) {
        return Integers.bits(run.value(call.arguments().get(index)));
    }

    private static Typed.Element element(Typed.Call call) {
        return ((Typed.MapValue) call.arguments().getFirst()).element();
    }

    /** Of a length of 0 nothing is read, and so nothing fails. */
    private Value string(Typed.Call call) {
        Typed.Expr pointer = call.arguments().getFirst();
        long address = Integers.bits(run.value(pointer));
        long length = argument(call, 1);
        int capacity = call.type().size();
        int most = Long.compareUnsigned(length, capacity) < 0 ? (int) length : capacity;
        if (most == 0) {
            return new Value.Str(new byte[0]);
        }
        boolean user = pointer.type() instanceof Type.Pointer type && type.space() == Type.AddressSpace.USER;
        Value.Str text = user ? Texts.at(address, most, run.evaluator().surroundings()) : null;
        if (text == null) {
            run.lose(Loss.READ);
            return new Value.Str(new byte[0]);
        }
        return text;
    }

    private Value hasKey(Typed.Element element) {
        return new Value.Bool(run.table(element.map()).get(run.key(element)) != null);
    }

    /** A scalar that a map function fills lies on each CPU: it is cleared from user space. */
    private Value delete(Typed.Element element) {
        if (element.map().scalar() && element.map().aggregated()) {
            String map = element.map().name();
            run.events().send(host -> host.clear(map));
            return new Value.Bool(true);
        }
        return new Value.Bool(run.table(element.map()).remove(run.key(element)));
    }
}
