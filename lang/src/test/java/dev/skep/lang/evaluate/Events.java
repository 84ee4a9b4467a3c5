package dev.skep.lang.evaluate;

import dev.skep.lang.check.Effects;
import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.check.Typed;
import dev.skep.lang.format.FormatString;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.Host;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What finishes in user space: the values are taken here, the rest is done when the run has ended. */
final class Events {
    private final Run run;

    Events(Run run) {
        this.run = run;
    }

    /** A call that sends an event. */
    void call(Typed.Call call) {
        List<Typed.Expr> arguments = call.arguments();
        switch (call.function().name()) {
            case "print" -> print(call);
            case "printf" -> printf(arguments);
            case "clear" -> {
                String map = map(call).name();
                send(host -> host.clear(map));
            }
            case "exit" -> exit(arguments);
            default ->
                throw new UnsupportedOperationException(
                        "the evaluator does not know " + call.function().name() + "()");
        }
    }

    private static MapSymbol map(Typed.Call call) {
        return ((Typed.MapName) call.arguments().getFirst()).map();
    }

    private void print(Typed.Call call) {
        if (call.arguments().getFirst() instanceof Typed.MapName) {
            String map = map(call).name();
            send(host -> host.printMap(map, top(call), divisor(call)));
        } else {
            send(call.arguments(), (values, host) -> host.print(values.getFirst()));
        }
    }

    private static int top(Typed.Call call) {
        return (int) number(call, 1, 0);
    }

    private static long divisor(Typed.Call call) {
        long divisor = number(call, 2, 1);
        return divisor == 0 ? 1 : divisor;
    }

    private static long number(Typed.Call call, int argument, long otherwise) {
        return call.arguments().size() > argument
                ? ((Typed.Constant) call.arguments().get(argument)).value()
                : otherwise;
    }

    private void printf(List<Typed.Expr> arguments) {
        FormatString format =
                FormatString.parse(((Typed.Text) arguments.getFirst()).literal().value());
        send(arguments.subList(1, arguments.size()), (values, host) -> host.printf(format, values));
    }

    private void exit(List<Typed.Expr> arguments) {
        boolean sent = send(
                arguments,
                (values, host) -> host.exit(values.isEmpty() ? 0 : (int) Integers.bits(values.getFirst()) & 0xff),
                null);
        if (!sent) {
            // The session hears of the exit in another way, and of its code if that is a constant.
            long code = !arguments.isEmpty() && arguments.getFirst() instanceof Typed.Constant constant
                    ? constant.value() & 0xff
                    : 0;
            run.evaluator().losses().put(Loss.EXIT, code + 1);
        }
        throw new Departure(Departure.From.PROBE);
    }

    /** {@code print(@x); clear(@x)}: one event. */
    boolean printAndClear(Typed.Statement first, Typed.Statement second) {
        if (!isMapCall(first, "print") || !isMapCall(second, "clear")) {
            return false;
        }
        Typed.Call print = (Typed.Call) ((Typed.Evaluate) first).expression();
        Typed.Call clear = (Typed.Call) ((Typed.Evaluate) second).expression();
        if (map(print) != map(clear)) {
            return false;
        }
        String map = map(print).name();
        send(host -> host.printAndClear(map, top(print), divisor(print)));
        return true;
    }

    private static boolean isMapCall(Typed.Statement statement, String function) {
        return statement instanceof Typed.Evaluate evaluate
                && evaluate.expression() instanceof Typed.Call call
                && call.function().name().equals(function)
                && call.arguments().getFirst() instanceof Typed.MapName;
    }

    // ------------------------------------------------------------------------------------------------------ sending

    /** Sends an event without values. */
    void send(Consumer<Host> action) {
        send(List.of(), (values, host) -> action.accept(host));
    }

    private void send(List<Typed.Expr> arguments, BiConsumer<List<Value>, Host> action) {
        send(arguments, action, Loss.EVENT);
    }

    /**
     * Sends an event.
     *
     * @param loss what is counted if there is no room for it
     * @return whether there was
     */
    private boolean send(List<Typed.Expr> arguments, BiConsumer<List<Value>, Host> action, @Nullable Loss loss) {
        // What the values change is changed even if there is no room; else they are not even looked at.
        if (run.occasion().ringFull() && !Effects.in(arguments)) {
            lose(loss);
            return false;
        }
        List<Value> values = new ArrayList<>();
        for (Typed.Expr argument : arguments) {
            values.add(
                    argument instanceof Typed.Text text
                            ? new Value.Literal(text.literal().value())
                            : Conversion.read(
                                    run.value(argument),
                                    argument.type(),
                                    run.evaluator().limits().stringCapacity()));
        }
        if (run.occasion().ringFull()) {
            lose(loss);
            return false;
        }
        run.send(host -> action.accept(values, host));
        return true;
    }

    private void lose(@Nullable Loss loss) {
        if (loss != null) {
            run.lose(loss);
        }
    }
}
