package dev.skep.trace;

import dev.skep.kernel.BootTime;
import dev.skep.kernel.link.Attacher;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.UpdateMode;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.kernel.program.ObjectLoader;
import dev.skep.kernel.program.Program;
import dev.skep.kernel.program.ProgramInfo;
import dev.skep.kernel.ring.RingBuffer;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.script.ConfigKey;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.ValueReader;
import dev.skep.symbols.process.ProcessSymbols;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script that runs in the kernel. {@link #open} loads it, runs its begin probes and attaches the others; {@link #poll}
 * or {@link #run} hands its events to the sink; {@link #end} detaches, runs the end probes and hands out the maps;
 * {@link #close} leaves nothing behind. When the process is killed, the kernel detaches and frees everything.
 *
 * <p>One thread uses a session; only {@link #stop} may come from any. What the sink throws goes on to the caller; the
 * session can then only be closed.
 */
public final class Session implements AutoCloseable {
    /** How many events are taken at once before what they made is flushed. */
    private static final int BATCH = 4096;
    /** More than a year. */
    private static final long LONGEST_SECONDS = 1L << 25;
    /** How often losses and the watched process are looked at. */
    private static final long TICK_MILLIS = 500;

    private final CompiledScript script;
    private final Options options;
    private final HeldSink sink;
    private final LoadedObject object;
    private final ProcessSymbols processes;
    private final StackSource stacks;
    private final MapStore maps;
    private final Commands commands = new Commands();
    private final SessionHost host;
    private final EventDecoder decoder;
    private final EventQueue queue;
    private final Feedback feedback;
    private final @Nullable LossMeter losses;
    private final Attachment attachment;
    private final SignalProbes signals;
    private long nextTick = now() + TICK_MILLIS;
    private boolean ended;
    private boolean closed;

    private Session(KernelTarget kernel, CompiledScript script, Options options, Sink sink, LoadedObject object) {
        this.script = script;
        this.options = options;
        this.sink = new HeldSink(sink);
        this.object = object;
        this.attachment = new Attachment(script, object, this.sink);
        this.signals = new SignalProbes(script);
        CompiledScript.SystemMaps system = script.system();
        List<BpfMap> stackMaps = new ArrayList<>(system.stacks().size());
        for (String map : system.stacks()) {
            stackMaps.add(object.map(map));
        }
        this.processes = ProcessSymbols.ofRunningProcesses();
        this.stacks = new StackSource(stackMaps, kernel.symbols(), processes);
        ValueReader reader = new ValueReader(
                new HostNames(stacks, kernel.symbols(), processes),
                script.stringLimit(),
                script.config().text(ConfigKey.STR_TRUNC_TRAILER));
        this.maps = new MapStore(
                script.maps(),
                object,
                reader,
                new MapWords(system.words() == null ? null : object.map(system.words())));
        this.host = new SessionHost(
                this.sink, maps, new FileReading(script.config().number(ConfigKey.MAX_CAT_BYTES)), commands);
        this.decoder = new EventDecoder(script.events(), reader, host);
        this.losses = system.losses() == null ? null : new LossMeter(object.map(system.losses()));
        this.queue = new EventQueue(system.ring() == null ? null : RingBuffer.open(object.map(system.ring())));
        this.feedback = new Feedback(queue);
    }

    /**
     * Loads a script, runs its begin probes and attaches all others. If a begin probe calls exit(), nothing is attached.
     * From here on the child is the session's to end.
     *
     * @throws dev.skep.kernel.KernelException if the kernel refuses; then nothing is left of the script, or of the child
     */
    public static Session open(KernelTarget kernel, CompiledScript script, Options options, Sink sink) {
        LoadedObject object = null;
        Session session = null;
        try {
            object = new ObjectLoader(kernel.btf()).load(script.object());
            session = new Session(kernel, script, options, sink, object);
            session.begin(new Attacher(kernel::tracefs));
            return session;
        } catch (RuntimeException | Error e) {
            close(session, object, options.child());
            throw e;
        }
    }

    private static void close(@Nullable Session session, @Nullable LoadedObject object, @Nullable ChildProcess child) {
        if (session != null) {
            session.close();
            return;
        }
        if (object != null) {
            object.close();
        }
        if (child != null) {
            child.close();
        }
    }

    private void begin(Attacher attacher) {
        noteStart();
        runAll(ProbePoint.Kind.BEGIN);
        if (ownProbes() > 0) {
            lookForLosses();
        }
        int attached = ownProbes();
        if (!host.exited()) {
            attached += attachment.attach(attacher);
            signals.watch(queue::wakeUp);
        }
        sink.attached(attached);
        sink.release();
        sink.flush();
        if (options.child() != null && !host.exited()) {
            if (script.system().sightings() != null) {
                // What waits at the gate is gone once the command runs, and may have been seen.
                processes.look((int) options.child().pid());
            }
            options.child().start(this::stop);
        }
    }

    /** For {@code elapsed}. */
    private void noteStart() {
        String map = script.system().start();
        if (map != null) {
            ByteBuffer now = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            now.putLong(0, BootTime.now());
            boolean _ = object.map(map).update(new byte[Integer.BYTES], now.array(), UpdateMode.ANY);
        }
    }

    /**
     * Hands events to the sink: those that wait, or else those that come first within the time.
     *
     * @return whether the session goes on: false once exit() or {@link #stop} was called, the child or the watched
     *     process ended, or the script has no probes but begin and end
     */
    public boolean poll(Duration atMost) {
        long deadline = now() + Math.clamp(atMost.toSeconds(), 0, LONGEST_SECONDS) * 1000 + atMost.toMillisPart();
        while (!finished()) {
            attachment.step();
            runSignalled();
            long current = now();
            if (feedback.trying() && feedback.isDue()) {
                lookForFeedback();
                continue;
            }
            if (current >= nextTick) {
                tick(current);
                continue;
            }
            long wait = attachment.isWalking() ? 0 : Math.max(0, Math.min(deadline, nextTick) - current);
            if (feedback.trying()) {
                wait = Math.min(wait, Math.max(0, feedback.millisLeft()));
            }
            if (queue.await((int) wait, BATCH, decoder) > 0) {
                sink.flush();
                return !finished();
            }
            if (now() >= deadline) {
                return !finished();
            }
        }
        return false;
    }

    /** Hands events to the sink until the session has to end, then ends it. */
    public void run() {
        boolean more = true;
        while (more) {
            more = poll(Duration.ofHours(1));
        }
        end();
    }

    /** Makes {@link #poll} and {@link #run} return soon, as interrupting their thread does. From any thread, at any time. */
    public void stop() {
        queue.stop();
        commands.stop();
    }

    /**
     * Detaches, hands out the events that are left, runs the end probes, and hands the maps to the sink. After exit() the
     * events that came behind it are dropped. Does nothing if called again.
     */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        attachment.detach();
        signals.close();
        drain();
        runSignalled();
        host.resume();
        runAll(ProbePoint.Kind.END);
        if (losses != null) {
            losses.tell(sink, true);
        }
        tellMissedRuns();
        boolean printed = options.printMaps() && script.config().isOn(ConfigKey.PRINT_MAPS_ON_EXIT);
        List<MapResult> results = printed ? maps.readAll() : List.of();
        stacks.tell(sink);
        sink.end(results);
        sink.flush();
    }

    /** The script that runs. */
    public CompiledScript script() {
        return script;
    }

    /** What a map holds now. */
    public MapResult map(String name) {
        return maps.read(name);
    }

    /**
     * How often a program ran, and for how long, while {@link dev.skep.kernel.program.RunStatistics} were on.
     *
     * @param nanos all runs together, the kernel's own clock readings (some 20 ns a run) included
     */
    public record Runs(long count, long nanos) {}

    /** The runs of the program of that name. */
    public Runs runs(String program) {
        ProgramInfo info = object.program(program).info();
        return new Runs(info.runCount(), info.runTimeNanos());
    }

    /** What exit() was called with; else 0: a child that ends is as if exit() was called, whatever its own code is. */
    public int exitCode() {
        return host.exitCode();
    }

    /** Detaches what {@link #end} did not, and frees everything; the child is ended. Does nothing if called again. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ended = true;
        attachment.detach();
        signals.close();
        queue.close();
        maps.close();
        object.close();
        if (options.child() != null) {
            options.child().close();
        }
    }

    /** How many probes there are that the session runs itself. */
    private int ownProbes() {
        int count = 0;
        for (CompiledScript.Probe probe : script.probes()) {
            count += probe.point().kind() == ProbePoint.Kind.EVENT ? 0 : 1;
        }
        return count;
    }

    /** Runs the programs of all begin or end probes, in order, until one calls exit(). */
    private void runAll(ProbePoint.Kind kind) {
        for (CompiledScript.Probe probe : script.probes()) {
            if (probe.point().kind() == kind && !host.exited()) {
                object.program(probe.program()).run();
                drain();
            }
        }
    }

    /** Runs the programs of the signals that came, until one calls exit(). */
    private void runSignalled() {
        for (List<String> programs = signals.take(); programs != null; programs = signals.take()) {
            for (String program : programs) {
                if (!host.exited()) {
                    object.program(program).run();
                    drain();
                }
            }
        }
    }

    private void drain() {
        while (queue.take(BATCH, decoder)) {
            sink.flush();
        }
    }

    private boolean finished() {
        boolean nothingToWaitFor = attachment.isEmpty() && !signals.isWatching() && options.child() == null;
        return nothingToWaitFor
                || ended
                || host.exited()
                || queue.stopped()
                || Thread.currentThread().isInterrupted();
    }

    private void tick(long current) {
        nextTick = current + TICK_MILLIS;
        lookForLosses();
        maps.look();
        if (options.watched() != null && options.watched().hasEnded()) {
            stop();
        }
        if (feedback.isDue()) {
            lookForFeedback();
        }
    }

    private void lookForFeedback() {
        if (feedback.look()) {
            sink.notice(Notice.feedback(OutputReaders.filter()));
        }
    }

    private void lookForLosses() {
        if (losses == null) {
            return;
        }
        losses.tell(sink, false);
        if (losses.exitCode() >= 0 && !host.calledExit()) {
            // The buffer was full of events that came before.
            queue.await(0, Integer.MAX_VALUE, decoder);
            host.exit(losses.exitCode());
        }
        sink.flush();
    }

    /**
     * Runs that the kernel skipped since a program was running on that CPU. It counts those at raw tracepoints from 6.1 on
     * ({@code bpf_prog_inc_misses_counter}), those at the perf events of tracepoints from 6.7 on ({@code trace_call_bpf}), and
     * those of timers and software events never ({@code bpf_overflow_handler} passes them over).
     */
    private void tellMissedRuns() {
        long missed = 0;
        for (Program program : object.programs().values()) {
            missed += program.info().recursionMisses();
        }
        if (missed > 0) {
            sink.notice(Notice.of(Notice.Kind.RUNS, missed));
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
