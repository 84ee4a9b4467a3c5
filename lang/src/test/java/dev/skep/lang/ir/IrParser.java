package dev.skep.lang.ir;

import static java.util.Objects.requireNonNull;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a function back from the text that {@link IrPrinter} writes, so that tests can state what they start from. */
public final class IrParser {
    public static final Span SPAN = new Span(new Source("test", "text"), 0, 4);

    private static final Pattern NUMBERED = Pattern.compile("%(\\d+)");
    private static final Pattern ADDRESS = Pattern.compile("\\[%(\\d+)(?: ([+-]) (\\d+))?]");
    private static final Pattern EDGE = Pattern.compile("b(\\d+)(?:\\((.*)\\))?");

    private final List<Reg> registers = new ArrayList<>();
    private final Map<Integer, Block> blocks = new HashMap<>();
    private final IrFunction function;

    private IrParser(String text) {
        String[] lines = text.strip().split("\n");
        Matcher head = match("function (\\w+)\\((.*)\\)", lines[0].strip());
        function = new IrFunction(
                head.group(1), head.group(2).isBlank() ? 0 : head.group(2).split(",").length);
        registers.addAll(function.parameters());
        int highest = NUMBERED.matcher(text)
                .results()
                .mapToInt(result -> Integer.parseInt(result.group(1)))
                .max()
                .orElse(-1);
        while (registers.size() <= highest) {
            registers.add(function.newRegister());
        }
        List<Integer> ids = new ArrayList<>();
        for (String line : lines) {
            Matcher label = Pattern.compile("b(\\d+)(?:\\(.*\\))?:").matcher(line.strip());
            if (label.matches()) {
                ids.add(Integer.parseInt(label.group(1)));
            }
        }
        int last = ids.stream().mapToInt(id -> id).max().orElseThrow();
        for (int id = 0; id <= last; id++) {
            blocks.put(id, function.newBlock());
        }
        function.blocks().clear();
        ids.forEach(id -> function.blocks().add(blocks.get(id)));
        Block block = function.blocks().getFirst();
        for (String raw : Arrays.asList(lines).subList(1, lines.length)) {
            String line = raw.strip();
            Matcher label = Pattern.compile("b(\\d+)(?:\\((.*)\\))?:").matcher(line);
            if (label.matches()) {
                block = block(label);
                operands(label.group(2))
                        .forEach(parameter -> block(label).parameters().add((Reg) parameter));
            } else {
                statement(block, line);
            }
        }
    }

    public static IrFunction parse(String text) {
        return new IrParser(text).function;
    }

    /** Reads one function after the other. */
    public static List<IrFunction> parseAll(String text) {
        return Arrays.stream(text.strip().split("\n(?=function )"))
                .map(IrParser::parse)
                .toList();
    }

    private Block block(Matcher label) {
        return requireNonNull(blocks.get(Integer.parseInt(label.group(1))), "no such block");
    }

    private static Matcher match(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + pattern);
        }
        return matcher;
    }

    private Operand operand(String text) {
        String stripped = text.strip();
        return stripped.startsWith("%") ? reg(stripped) : Operand.of(Long.parseLong(stripped));
    }

    private Reg reg(String text) {
        return registers.get(Integer.parseInt(text.strip().substring(1)));
    }

    private List<Operand> operands(String text) {
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",")).map(this::operand).toList();
    }

    private Edge edge(String text) {
        Matcher matcher = EDGE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no edge: " + text);
        }
        return new Edge(block(matcher), operands(matcher.group(2)));
    }

    private void statement(Block block, String line) {
        Matcher slot =
                Pattern.compile("slot(\\d+): (\\d+) bytes( of stack)?, (.*)").matcher(line);
        if (slot.matches()) {
            int size = Integer.parseInt(slot.group(2));
            if (slot.group(3) == null) {
                function.newSlot(size, slot.group(4));
            } else {
                function.newStackSlot(size, slot.group(4));
            }
        } else if (line.startsWith("goto ")) {
            block.terminate(new Terminator.Jump(edge(line.substring(5))));
        } else if (line.startsWith("return ")) {
            block.terminate(new Terminator.Return(operand(line.substring(7))));
        } else if (line.startsWith("if ")) {
            Matcher branch = match("if (\\S+) (\\S+) (\\S+) then (.*) else (.*)", line);
            block.terminate(new Terminator.Branch(
                    condition(branch.group(2)),
                    operand(branch.group(1)),
                    operand(branch.group(3)),
                    edge(branch.group(4)),
                    edge(branch.group(5))));
        } else if (line.startsWith("%")) {
            Matcher value = match("(%\\d+) = (.*)", line);
            block.instructions().add(value(reg(value.group(1)), value.group(2)));
        } else {
            block.instructions().add(effect(line));
        }
    }

    private record Address(Reg base, int offset) {}

    private Address address(String text) {
        Matcher matcher = ADDRESS.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no address: " + text);
        }
        int offset = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return new Address(
                registers.get(Integer.parseInt(matcher.group(1))), "-".equals(matcher.group(2)) ? -offset : offset);
    }

    private static BtfPath path(String text) {
        Matcher matcher = match("(\\w+)\\.(\\S+)@(\\d+)", text);
        return new BtfPath(matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3)));
    }

    private static Width width(String bits) {
        return Width.ofBytes(Integer.parseInt(bits) / 8);
    }

    private static Condition condition(String text) {
        return Arrays.stream(Condition.values())
                .filter(condition -> condition.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no condition: " + text));
    }

    private Inst value(Reg dst, String text) {
        String word = text.split("[ (]")[0];
        switch (word) {
            case "load" -> {
                Matcher field =
                        Pattern.compile("load (.)(\\d+) (\\w.*) \\[(%\\d+)]").matcher(text);
                if (field.matches()) {
                    return new Inst.FieldLoad(
                            dst,
                            width(field.group(2)),
                            field.group(1).equals("s"),
                            reg(field.group(4)),
                            path(field.group(3)),
                            SPAN);
                }
                Matcher m = match("load (.)(\\d+) (.*)", text);
                Address at = address(m.group(3));
                return new Inst.Load(dst, width(m.group(2)), m.group(1).equals("s"), at.base, at.offset, SPAN);
            }
            case "address" -> {
                Matcher field = Pattern.compile("address of field (.*)").matcher(text);
                if (field.matches()) {
                    return new Inst.EventFieldAddress(dst, field.group(1), SPAN);
                }
                Matcher value = Pattern.compile("address of value of (\\S+)(?: \\+ (\\d+))?")
                        .matcher(text);
                if (value.matches()) {
                    int offset = value.group(2) == null ? 0 : Integer.parseInt(value.group(2));
                    return new Inst.MapValueAddress(dst, value.group(1), offset, SPAN);
                }
                Matcher member = Pattern.compile("address of (.*) \\[(%\\d+)]").matcher(text);
                if (member.matches()) {
                    return new Inst.FieldAddress(dst, reg(member.group(2)), path(member.group(1)), SPAN);
                }
                Matcher slot = match("address of slot(\\d+)", text);
                return new Inst.SlotAddress(dst, function.slots().get(Integer.parseInt(slot.group(1))), SPAN);
            }
            case "field" -> {
                return new Inst.EventField(dst, text.substring(6), SPAN);
            }
            case "map" -> {
                return new Inst.MapReference(dst, text.substring(4), SPAN);
            }
            case "lookup" -> {
                Matcher m = match("lookup (\\S+) (\\[.*])", text);
                return new Inst.MapLookup(dst, m.group(1), address(m.group(2)).base, SPAN);
            }
            case "delete" -> {
                Matcher m = match("delete (\\S+) (\\[.*])", text);
                return new Inst.MapDelete(dst, m.group(1), address(m.group(2)).base, SPAN);
            }
            case "update" -> {
                Matcher m = match("update (\\S+) (\\[.*]) with (\\[.*]), flags (\\d+)", text);
                return new Inst.MapUpdate(
                        dst,
                        m.group(1),
                        address(m.group(2)).base,
                        address(m.group(3)).base,
                        Long.parseLong(m.group(4)),
                        SPAN);
            }
            case "call" -> {
                Matcher m = match("call (\\w+)\\((.*)\\)", text);
                return new Inst.Call(
                        dst, Helper.valueOf(m.group(1).toUpperCase(Locale.ROOT)), operands(m.group(2)), SPAN);
            }
            case "kernel" -> {
                Matcher m = match("kernel (\\w+)\\((.*)\\)", text);
                return new Inst.KernelCall(dst, m.group(1), operands(m.group(2)), SPAN);
            }
            case "function" -> {
                Matcher m = match("function (\\w+)\\((.*)\\)", text);
                return new Inst.FunctionCall(dst, m.group(1), operands(m.group(2)), SPAN);
            }
            case "reference" -> {
                return new Inst.FunctionReference(
                        dst, match("reference to (\\w+)", text).group(1), SPAN);
            }
            case "id" -> {
                Matcher m = match("id of (\\w+) (\\w+)", text);
                return new Inst.TypeId(dst, m.group(1), m.group(2), SPAN);
            }
            case "reserve" -> {
                Matcher m = match("reserve (\\d+) in (\\S+)", text);
                return new Inst.RingReserve(dst, m.group(2), Integer.parseInt(m.group(1)), SPAN);
            }
            case "atomic" -> {
                Matcher m = match("atomic fetch (\\w+) u(\\d+) (\\[.*]), (\\S+)", text);
                Address at = address(m.group(3));
                AtomicOp op = AtomicOp.valueOf(m.group(1).toUpperCase(Locale.ROOT));
                return new Inst.AtomicFetch(dst, width(m.group(2)), op, at.base, at.offset, operand(m.group(4)), SPAN);
            }
            case "compare" -> {
                Matcher m = match("compare exchange u(\\d+) (\\[.*]), (\\S+) -> (\\S+)", text);
                Address at = address(m.group(2));
                return new Inst.CompareExchange(
                        dst, width(m.group(1)), at.base, at.offset, operand(m.group(3)), operand(m.group(4)), SPAN);
            }
            default -> {
                return number(dst, text);
            }
        }
    }

    private Inst number(Reg dst, String text) {
        Matcher extend = Pattern.compile("\\(([us])(\\d+)\\) (\\S+)").matcher(text);
        if (extend.matches()) {
            int bits = Integer.parseInt(extend.group(2));
            return new Inst.Extend(
                    dst, operand(extend.group(3)), bits, extend.group(1).equals("s"), SPAN);
        }
        Matcher negate = Pattern.compile("-\\((\\S+)\\)").matcher(text);
        if (negate.matches()) {
            return new Inst.Negate(dst, operand(negate.group(1)), SPAN);
        }
        String[] parts = text.split(" ");
        if (parts.length == 1) {
            return new Inst.Copy(dst, operand(text), SPAN);
        }
        for (BinaryOp op : BinaryOp.values()) {
            if (op.text().equals(parts[1])) {
                return new Inst.Binary(dst, op, operand(parts[0]), operand(parts[2]), SPAN);
            }
        }
        return new Inst.Compare(dst, condition(parts[1]), operand(parts[0]), operand(parts[2]), SPAN);
    }

    private Inst effect(String text) {
        switch (text.split(" ")[0]) {
            case "store" -> {
                Matcher m = match("store u(\\d+) (\\[.*]), (\\S+)", text);
                Address at = address(m.group(2));
                return new Inst.Store(width(m.group(1)), at.base, at.offset, operand(m.group(3)), SPAN);
            }
            case "atomic" -> {
                Matcher m = match("atomic (\\w+) u(\\d+) (\\[.*]), (\\S+)", text);
                Address at = address(m.group(3));
                AtomicOp op = AtomicOp.valueOf(m.group(1).toUpperCase(Locale.ROOT));
                return new Inst.AtomicUpdate(width(m.group(2)), op, at.base, at.offset, operand(m.group(4)), SPAN);
            }
            case "zero" -> {
                Matcher m = match("zero (\\d+) at (\\[.*])", text);
                Address at = address(m.group(2));
                return new Inst.Zero(at.base, at.offset, Integer.parseInt(m.group(1)), SPAN);
            }
            case "copy" -> {
                Matcher m = match("copy (\\d+) to (\\[.*]) from (\\[.*])", text);
                Address to = address(m.group(2));
                Address from = address(m.group(3));
                return new Inst.CopyBytes(
                        to.base, to.offset, from.base, from.offset, Integer.parseInt(m.group(1)), SPAN);
            }
            case "submit" -> {
                return new Inst.RingSubmit(reg(text.substring(7)), SPAN);
            }
            case "discard" -> {
                return new Inst.RingDiscard(reg(text.substring(8)), SPAN);
            }
            default -> throw new IllegalArgumentException("no instruction: " + text);
        }
    }
}
