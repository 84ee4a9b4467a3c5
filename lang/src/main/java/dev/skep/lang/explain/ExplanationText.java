package dev.skep.lang.explain;

import dev.skep.lang.explain.Explanation.Count;
import dev.skep.lang.explain.Explanation.Memory;
import dev.skep.lang.explain.Explanation.Need;
import dev.skep.lang.explain.Explanation.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays an explanation out for a terminal of a hundred columns. */
public final class ExplanationText {
    private static final int WIDTH = 100;
    private static final int LABEL = 18;
    /** Probes that are named before the rest is counted. */
    private static final int NAMED = 8;

    private final StringBuilder out = new StringBuilder();

    private ExplanationText() {}

    /** The text, its last line ended. */
    public static String of(Explanation explanation) {
        ExplanationText text = new ExplanationText();
        for (Program program : explanation.programs()) {
            text.program(program);
        }
        text.maps(explanation.maps(), explanation.possibleCpus());
        text.needs(explanation);
        return text.out.toString();
    }

    private void program(Program program) {
        int named = program.probes().size() <= NAMED + 1 ? program.probes().size() : NAMED;
        for (String probe : program.probes().subList(0, named)) {
            out.append(probe).append('\n');
        }
        if (named < program.probes().size()) {
            out.append("... and ").append(program.probes().size() - named).append(" more\n");
        }
        item("attached", List.of(program.attachment().how()));
        item("because", List.of(program.attachment().why()));
        String each = program.count() > 1 ? " each" : "";
        item(
                program.count() > 1 ? program.count() + " programs" : "program",
                List.of(
                        "type " + Needs.name(program.type()),
                        count(program.instructions(), "instruction") + each,
                        count(program.stack(), "byte") + " of stack"));
        item("calls", counts(program.calls()));
        item("map operations", counts(program.mapOperations()));
        out.append('\n');
    }

    private static List<String> counts(List<Count> counts) {
        if (counts.isEmpty()) {
            return List.of("none");
        }
        List<String> texts = new ArrayList<>(counts.size());
        for (Count count : counts) {
            texts.add(count.times() == 1 ? count.what() : count.times() + " x " + count.what());
        }
        return texts;
    }

    private void maps(List<Memory> maps, int cpus) {
        if (maps.isEmpty()) {
            return;
        }
        int title = out.length();
        column("maps, for " + count(cpus, "CPU"), title, false);
        column("type", title + 32, false);
        column("key", title + 54, true);
        column("value", title + 63, true);
        column("entries", title + 73, true);
        column("memory", title + 85, true);
        out.append('\n');
        long all = 0;
        for (Memory map : maps) {
            boolean ring = map.spec().keySize() == 0;
            int start = out.length();
            column(map.count() == 1 ? map.name() : map.name() + " (" + map.count() + " maps)", start + 2, false);
            column(Needs.name(map.spec().type()), start + 32, false);
            column(ring ? "-" : String.valueOf(map.spec().keySize()), start + 54, true);
            column(ring ? "-" : String.valueOf(map.spec().valueSize()), start + 63, true);
            column(ring ? "-" : String.valueOf(map.spec().maxEntries()), start + 73, true);
            column(bytes(map.bytes()), start + 85, true);
            out.append('\n');
            all += map.bytes();
        }
        int start = out.length();
        column("together", start + 2, false);
        column(bytes(all), start + 85, true);
        out.append("\n\n");
    }

    /** Text that begins, or ends, at a column; where it finds no room, one space behind what is there. */
    private void column(String text, int at, boolean end) {
        int start = end ? at - text.length() : at;
        int pad = start - out.length();
        boolean first = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
        out.repeat(' ', first ? Math.max(pad, 0) : Math.max(pad, 1)).append(text);
    }

    private void needs(Explanation explanation) {
        out.append("the kernel must have; ").append(explanation.since()).append(" is the first with all of it\n");
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        for (Need need : explanation.needs()) {
            String since = need.since() == null ? "" : " (" + need.since() + ")";
            kinds.computeIfAbsent(need.kind(), _ -> new ArrayList<>()).add(need.what() + since);
        }
        kinds.forEach(this::item);
    }

    /** A label and what belongs to it, as many lines as that takes. */
    private void item(String label, List<String> parts) {
        int line = out.length();
        out.append("  ").append(label);
        out.repeat(' ', Math.max(1, LABEL - (out.length() - line)));
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i) + (i < parts.size() - 1 ? "," : "");
            if (i > 0 && out.length() - line + 1 + part.length() > WIDTH) {
                out.append('\n');
                line = out.length();
                out.repeat(' ', LABEL);
            } else if (i > 0) {
                out.append(' ');
            }
            out.append(part);
        }
        out.append('\n');
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String bytes(long bytes) {
        if (bytes < 10_000) {
            return bytes + " B";
        }
        long unit = bytes < 10_000L << 10 ? 1L << 10 : 1L << 20;
        long tenths = (bytes * 10 + unit / 2) / unit;
        return tenths / 10 + "." + tenths % 10 + (unit == 1L << 10 ? " KiB" : " MiB");
    }
}
