package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.plan.RawFields;
import dev.skep.lang.script.AttachFeature;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.value.MapResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each row of the table of raw tracepoints' fields gives what the tracepoint's record has: two scripts, one attached to the
 * records and one to the raw tracepoints, count the same events at the same time by the values of all fields.
 */
@Tag("kernel")
class RawFieldsKernelTest {
    private static final CompileOptions PLAIN =
            CompileOptions.DEFAULT.withoutFeatures(Set.of(AttachFeature.RAW_TRACEPOINT));
    private static final int ATTEMPTS = 5;

    /** What none of the test's own processes can be made to do without harm, or not surely. */
    private static final Map<String, String> NOT_COMPARED = Map.ofEntries(
            Map.entry("block_bio_backmerge", "made as block_bio_queue is; whether requests merge, chance decides"),
            Map.entry("block_bio_frontmerge", "as block_bio_backmerge"),
            Map.entry("block_rq_error", "made as block_rq_complete is; a device would have to fail"),
            Map.entry("block_rq_merge", "made as block_rq_issue is; whether requests merge, chance decides"),
            Map.entry("mm_page_alloc_zone_locked", "happens when a CPU has no free pages left of its own"),
            Map.entry("napi_gro_frags_entry", "made as netif_rx_entry is; the loopback device does not call it"),
            Map.entry("napi_gro_frags_exit", "as netif_rx_exit"),
            Map.entry("napi_gro_receive_entry", "as netif_rx_entry"),
            Map.entry("napi_gro_receive_exit", "as netif_rx_exit"),
            Map.entry("netif_receive_skb_entry", "as netif_rx_entry"),
            Map.entry("netif_receive_skb_exit", "as netif_rx_exit"),
            Map.entry("netif_receive_skb_list_entry", "as netif_rx_entry"),
            Map.entry("netif_receive_skb_list_exit", "as netif_rx_exit"),
            Map.entry("irq_handler_entry", "a device has to interrupt one of the test's own processes"),
            Map.entry("irq_handler_exit", "as irq_handler_entry"),
            Map.entry("sched_migrate_task", "the scheduler has to move one of the test's own processes"),
            Map.entry("block_bio_queue", "the test's files must lie on a block device"),
            Map.entry("block_getrq", "as block_bio_queue"),
            Map.entry("block_rq_issue", "as block_bio_queue"),
            Map.entry("block_rq_insert", "as block_bio_queue"),
            Map.entry("block_rq_complete", "as block_bio_queue"),
            Map.entry("block_io_start", "as block_bio_queue"),
            Map.entry("block_io_done", "as block_bio_queue"),
            Map.entry("block_plug", "as block_bio_queue"),
            Map.entry("block_unplug", "as block_bio_queue"),
            Map.entry("block_touch_buffer", "only some file systems have buffers"),
            Map.entry("block_dirty_buffer", "as block_touch_buffer"));

    /** Traced together: what happens within a program's run has none of the others' seen. */
    private static final List<String> GROUPS = List.of(
            "sched task signal",
            "net skb napi",
            "sock tcp",
            "kmem",
            "exceptions raw_syscalls",
            "block",
            "timer irq",
            "workqueue");

    private static ManyEvents events;
    private static Tracer tracer;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        Rights.assume();
        tracer = new Tracer();
        events = new ManyEvents(directory);
    }

    @AfterAll
    static void stop() {
        if (events != null) {
            events.close();
            tracer.close();
        }
    }

    /** The fields that have rows and that this kernel's tracepoints have, by tracepoint. */
    private static Map<AttachSpec.Tracepoint, List<String>> rows(String categories) {
        Map<AttachSpec.Tracepoint, List<String>> rows = new LinkedHashMap<>();
        for (RawFields.Row row : RawFields.all()) {
            AttachSpec.Tracepoint tracepoint = row.tracepoint();
            if (List.of(categories.split(" ")).contains(tracepoint.category())) {
                TracepointFormat format = tracer.kernel().tracepoint(tracepoint.category(), tracepoint.name());
                if (format != null && format.field(row.field()) != null) {
                    rows.computeIfAbsent(tracepoint, key -> new ArrayList<>()).add(row.field());
                }
            }
        }
        return rows;
    }

    @Test
    void allHaveAMeaningHere() {
        Set<String> tracepoints = new LinkedHashSet<>();
        Set<String> plain = new LinkedHashSet<>();
        for (RawFields.Row row : RawFields.all()) {
            AttachSpec.Tracepoint tracepoint = row.tracepoint();
            TracepointFormat format = tracer.kernel().tracepoint(tracepoint.category(), tracepoint.name());
            if (format != null && format.field(row.field()) != null) {
                tracepoints.add(tracepoint.name());
                String script = "tracepoint:" + tracepoint.category() + ":" + tracepoint.name() + " { @[args."
                        + row.field() + "] = count(); }";
                if (!(tracer.compile(script, CompileOptions.DEFAULT)
                                .object()
                                .programs()
                                .getFirst()
                                .attach()
                        instanceof AttachSpec.BtfRawTracepoint)) {
                    plain.add(tracepoint.name() + " " + row.field());
                }
            }
        }
        assertThat(plain).isEmpty();
        assertThat(tracepoints).hasSizeGreaterThanOrEqualTo(30);
    }

    @Test
    void rowsGiveWhatTheRecordsHave() throws IOException, InterruptedException {
        Set<String> tracepoints = new TreeSet<>();
        Set<String> compared = new TreeSet<>();
        for (String categories : GROUPS) {
            Map<AttachSpec.Tracepoint, List<String>> rows = rows(categories);
            StringBuilder script = new StringBuilder();
            rows.forEach((tracepoint, fields) -> script.append(probes(tracepoint, fields)));
            rows.keySet().forEach(tracepoint -> tracepoints.add(tracepoint.name()));
            Map<String, String> different = different(script.toString(), compared);
            for (int attempt = 1; attempt < ATTEMPTS && !different.isEmpty(); attempt++) {
                different = different(script.toString(), compared);
            }
            assertThat(different).as(categories).isEmpty();
        }
        tracepoints.removeAll(compared);
        System.out.println("tracepoints whose rows were not compared:");
        for (String name : tracepoints) {
            System.out.println("  " + name + ": " + NOT_COMPARED.get(name));
        }
        assertThat(NOT_COMPARED.keySet()).containsAll(tracepoints);
    }

    /**
     * What differs between the two, by map. Either may miss an event that an interrupt brings while a program of its own
     * runs: what differs is looked at again.
     */
    private static Map<String, String> different(String script, Set<String> compared)
            throws IOException, InterruptedException {
        try (ScriptRun plain = ScriptRun.start(script, PLAIN);
                ScriptRun raw = ScriptRun.start(script)) {
            events.happen();
            plain.finish();
            raw.finish();
            Map<String, MapResult> records = byName(plain);
            Map<String, MapResult> arguments = byName(raw);
            Set<String> maps = new TreeSet<>(records.keySet());
            maps.addAll(arguments.keySet());
            Map<String, String> different = new LinkedHashMap<>();
            for (String map : maps) {
                MapResult record = records.get(map);
                MapResult argument = arguments.get(map);
                if (record == null || argument == null || !record.equals(argument)) {
                    different.put(map, shorten(record) + "\nagainst\n" + shorten(argument));
                } else {
                    compared.add(map.replaceAll("^@|_(prev|next)$", ""));
                }
            }
            return different;
        }
    }

    private static String shorten(@Nullable MapResult map) {
        String text = String.valueOf(map);
        return text.substring(0, Math.min(text.length(), 2000));
    }

    private static Map<String, MapResult> byName(ScriptRun run) {
        return run.sink().maps.stream().collect(Collectors.toMap(MapResult::name, Function.identity()));
    }

    private static String probes(AttachSpec.Tracepoint tracepoint, List<String> fields) {
        String name = tracepoint.name();
        String own = " == \"" + events.name() + "\"";
        return switch (name) {
            case "sched_switch" ->
                probe(tracepoint, "args.prev_comm" + own, list(fields, "prev_"), name + "_prev", "")
                        + probe(tracepoint, "args.next_comm" + own, list(fields, "next_"), name + "_next", "");
            case "sched_wakeup", "sched_waking", "sched_wakeup_new", "sched_migrate_task", "sched_process_free" ->
                probe(tracepoint, "args.comm" + own, list(fields, ""), name, "");
            case "tcp_retransmit_skb" ->
                probe(
                        tracepoint,
                        "args.daddr[1] == " + events.subnet()[0] + " && args.daddr[2] == " + events.subnet()[1],
                        list(fields, ""),
                        name,
                        "");
            case "itimer_expire" -> probe(tracepoint, "args.pid == " + events.pid(), list(fields, ""), name, "");
            case "workqueue_queue_work" -> own(tracepoint, fields, "@wk[args.work] = 1;");
            case "workqueue_activate_work", "workqueue_execute_start", "workqueue_execute_end" ->
                probe(tracepoint, "@wk[args.work]", list(fields, ""), name, "");
            case "block_bio_queue" -> own(tracepoint, fields, "@sec[args.sector] = 1;");
            case "block_rq_complete",
                    "block_bio_complete",
                    "block_io_done",
                    "block_rq_issue",
                    "block_io_start",
                    "block_rq_insert" -> probe(tracepoint, "@sec[args.sector]", list(fields, ""), name, "");
            default -> own(tracepoint, fields, "");
        };
    }

    private static String own(AttachSpec.Tracepoint tracepoint, List<String> fields, String more) {
        return probe(tracepoint, "comm == \"" + events.name() + "\"", list(fields, ""), tracepoint.name(), more);
    }

    private static String probe(AttachSpec.Tracepoint tracepoint, String filter, String key, String map, String more) {
        return "tracepoint:" + tracepoint.category() + ":" + tracepoint.name() + " /" + filter + "/ { @" + map + "["
                + key + "] = count(); " + more + " }\n";
    }

    private static String list(List<String> fields, String prefix) {
        StringBuilder list = new StringBuilder();
        for (String field : fields) {
            if (field.startsWith(prefix)) {
                list.append(list.isEmpty() ? "args." : ", args.").append(field);
            }
        }
        return list.toString();
    }
}
