package dev.skep.kernel.ring;

import static dev.skep.kernel.Fixture.code;
import static dev.skep.kernel.Fixture.load;
import static dev.skep.kernel.Fixture.map;
import static dev.skep.kernel.Fixture.object;
import static dev.skep.kernel.Fixture.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.Fixture;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.kernel.program.Program;
import dev.skep.kernel.sys.Memory;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class RingBufferKernelTest {
    @BeforeAll
    static void rights() {
        Fixture.assumeRights();
    }

    /**
     * From the number {@code arg0}, writes {@code arg1} records of 24 bytes: the number, its complement, the CPU. Returns how
     * many had no room; every one whose number is divisible by 16 is discarded after it was reserved.
     */
    private static ObjectSpec producer(int bytes) {
        Assembler main = code().load(Width.DOUBLE, Register.R2, Register.R1, 0);
        main.store(Width.DOUBLE, Register.R10, -16, Register.R2).store(Width.DOUBLE, Register.R10, -8, 0);
        main.load(Width.DOUBLE, Register.R1, Register.R1, 8).loadSubprogram(Register.R2, "produce");
        main.mov(Register.R3, Register.R10).add(Register.R3, -16).mov(Register.R4, 0L);
        main.call(Helper.LOOP).load(Width.DOUBLE, Register.R0, Register.R10, -8).exit();
        ProgramSpec program = program(
                "producer", ProgramType.RAW_TRACEPOINT, new AttachSpec.Manual(), main.build("main", 1), produce());
        return object(List.of(map("ring", MapType.RINGBUF, 0, 0, bytes)), program);
    }

    /** One step of the loop: its state is the first number and the count of those that had no room. */
    private static FunctionSpec produce() {
        Assembler code = code().mov(Register.R7, Register.R2).load(Width.DOUBLE, Register.R6, Register.R2, 0);
        Label lost = code.newLabel("lost");
        Label done = code.newLabel("done");
        Label discard = code.newLabel("discard");
        code.add(Register.R6, Register.R1);
        code.loadMap(Register.R1, "ring").mov(Register.R2, 24L).mov(Register.R3, 0L);
        code.call(Helper.RINGBUF_RESERVE).branch(JumpOp.EQ, Register.R0, 0, lost);
        code.mov(Register.R9, Register.R0).store(Width.DOUBLE, Register.R9, 0, Register.R6);
        code.mov(Register.R1, Register.R6).alu(AluOp.XOR, Register.R1, -1);
        code.store(Width.DOUBLE, Register.R9, 8, Register.R1);
        code.call(Helper.GET_SMP_PROCESSOR_ID).store(Width.DOUBLE, Register.R9, 16, Register.R0);
        code.mov(Register.R1, Register.R9).mov(Register.R2, 0L);
        code.mov(Register.R3, Register.R6).alu(AluOp.AND, Register.R3, 15).branch(JumpOp.EQ, Register.R3, 0, discard);
        code.call(Helper.RINGBUF_SUBMIT).jump(done);
        code.bind(discard).call(Helper.RINGBUF_DISCARD).jump(done);
        code.bind(lost).load(Width.DOUBLE, Register.R1, Register.R7, 8).add(Register.R1, 1);
        code.store(Width.DOUBLE, Register.R7, 8, Register.R1);
        code.bind(done).mov(Register.R0, 0L).exit();
        return code.build("produce", 2);
    }

    @Test
    void recordsComeInOrderAndDiscardedOnesAreLeftOut() {
        try (LoadedObject loaded = load(producer(4096));
                RingBuffer ring = RingBuffer.open(loaded.map("ring"))) {
            assertThat(ring.poll(0, 10, (memory, at, length) -> {})).isZero();
            assertThat(loaded.program("producer").run(1, 33)).isZero();
            assertThat(ring.pendingBytes()).isEqualTo(33 * 32);
            List<Long> numbers = new ArrayList<>();
            RecordHandler handler = (memory, at, length) -> {
                assertThat(length).isEqualTo(24);
                assertThat(memory.getLong(at + 8)).isEqualTo(~memory.getLong(at));
                assertThatThrownBy(() -> memory.putLong(at, 1)).isInstanceOf(ReadOnlyBufferException.class);
                numbers.add(memory.getLong(at));
            };
            assertThat(ring.poll(-1, 10, handler)).isEqualTo(10);
            assertThat(ring.poll(-1, 1000, handler)).isEqualTo(21);
            assertThat(numbers).hasSize(31).isSorted().doesNotContain(16L, 32L).contains(1L, 15L, 17L, 33L);
            assertThat(ring.pendingBytes()).isZero();
        }
    }

    @Test
    void aFullBufferRefusesRecordsAndCountsRight() {
        try (LoadedObject loaded = load(producer(4096));
                RingBuffer ring = RingBuffer.open(loaded.map("ring"))) {
            // 128 records of 32 bytes fill it; the kernel keeps it one byte short of full.
            int lost = loaded.program("producer").run(1, 500);
            AtomicLong seen = new AtomicLong();
            ring.consume(Integer.MAX_VALUE, (memory, at, length) -> seen.incrementAndGet());
            assertThat(lost).isBetween(500 - 128, 500 - 127);
            assertThat(seen.get()).isEqualTo(500 - lost - (500 - lost) / 16);
        }
    }

    @Test
    void aMillionRecordsWrapAroundAndNoneIsLost() {
        try (LoadedObject loaded = load(producer(64 << 10));
                RingBuffer ring = RingBuffer.open(loaded.map("ring"))) {
            Program producer = loaded.program("producer");
            ByteBuffer context = Memory.allocate(16);
            long[] expected = {1};
            RecordHandler handler = (memory, at, length) -> {
                long number = memory.getLong(at);
                if (expected[0] % 16 == 0) {
                    expected[0]++;
                }
                if (number != expected[0] || memory.getLong(at + 8) != ~number || length != 24) {
                    throw new AssertionError("record " + number + " where " + expected[0] + " is due");
                }
                expected[0]++;
            };
            long count = 0;
            // 1,999 records of 32 bytes do not divide the buffer, so that records straddle its end at every place.
            for (long from = 1; from <= 1_100_000; from += 1_999) {
                context.putLong(0, from).putLong(8, 1_999);
                assertThat(producer.run(context, -1)).isZero();
                count += ring.consume(Integer.MAX_VALUE, handler);
            }
            assertThat(count)
                    .isEqualTo(expected[0] - 1 - (expected[0] - 1) / 16)
                    .isGreaterThan(1_000_000);
        }
    }

    @Test
    void twoCpusProduceAtOnceAndNothingIsLost() throws Exception {
        int rounds = 300;
        int batch = 500;
        try (LoadedObject loaded = load(producer(1 << 20));
                RingBuffer ring = RingBuffer.open(loaded.map("ring"))) {
            AtomicLong lost = new AtomicLong();
            Thread[] producers = new Thread[2];
            for (int cpu = 0; cpu < producers.length; cpu++) {
                int id = cpu;
                producers[cpu] = Thread.ofPlatform().start(() -> {
                    ByteBuffer context = Memory.allocate(16);
                    for (int i = 0; i < rounds; i++) {
                        context.putLong(0, ((long) id << 32) + (long) i * batch).putLong(8, batch);
                        lost.addAndGet(
                                loaded.program("producer").run(context, id % dev.skep.kernel.Cpus.online().length));
                    }
                });
            }
            long[] next = new long[2];
            long[] sum = new long[2];
            long count = 0;
            RecordHandler handler = (memory, at, length) -> {
                long number = memory.getLong(at);
                int id = (int) (number >>> 32);
                long value = number & 0xffff_ffffL;
                if (value < next[id] || memory.getLong(at + 8) != ~number) {
                    throw new AssertionError("producer " + id + ": " + value + " after " + next[id]);
                }
                next[id] = value + 1;
                sum[id]++;
            };
            while (producers[0].isAlive() || producers[1].isAlive() || ring.pendingBytes() > 0) {
                count += ring.poll(10, 10_000, handler);
            }
            for (Thread producer : producers) {
                producer.join();
            }
            long produced = 2L * rounds * batch;
            assertThat(count).isEqualTo(sum[0] + sum[1]);
            if (lost.get() == 0) {
                // Of every 16 numbers one is discarded; each producer starts at 0.
                assertThat(count).isEqualTo(2L * (rounds * batch - (rounds * batch + 15) / 16));
            } else {
                assertThat(count).isLessThan(produced);
                assertThat(count + lost.get()).isBetween(produced - (produced + 30) / 16, produced);
            }
        }
    }

    @Test
    void anotherThreadWakesTheWaitingOne() throws Exception {
        try (LoadedObject loaded = load(producer(4096));
                RingBuffer ring = RingBuffer.open(loaded.map("ring"))) {
            int[] result = {-1};
            Thread waiting = Thread.ofPlatform().start(() -> result[0] = ring.poll(-1, 1, (memory, at, length) -> {}));
            ring.wakeUp();
            waiting.join();
            assertThat(result[0]).isZero();
            ring.wakeUp();
            ring.wakeUp();
            assertThat(ring.poll(-1, 1, (memory, at, length) -> {})).isZero();
            Thread second = Thread.ofPlatform().start(() -> result[0] = ring.poll(-1, 1, (memory, at, length) -> {}));
            assertThat(loaded.program("producer").run(1, 1)).isZero();
            second.join();
            assertThat(result[0]).isEqualTo(1);
        }
    }

    @Test
    void aRecordWhoseHandlerFailsIsNotSeenAgain() {
        try (LoadedObject loaded = load(producer(4096));
                RingBuffer ring = RingBuffer.open(loaded.map("ring"))) {
            loaded.program("producer").run(1, 3);
            assertThatThrownBy(() -> ring.consume(10, (memory, at, length) -> {
                        throw new BufferOverflowException();
                    }))
                    .isInstanceOf(BufferOverflowException.class);
            List<Long> rest = new ArrayList<>();
            ring.consume(10, (memory, at, length) -> rest.add(memory.getLong(at)));
            assertThat(rest).containsExactly(2L, 3L);
        }
    }

    @Test
    void afterClosingItRefusesInsteadOfCrashing() {
        try (LoadedObject loaded = load(producer(4096))) {
            RingBuffer ring = RingBuffer.open(loaded.map("ring"));
            loaded.program("producer").run(1, 1);
            ByteBuffer[] kept = new ByteBuffer[1];
            ring.consume(1, (memory, at, length) -> kept[0] = memory);
            ring.close();
            ring.close();
            ring.wakeUp();
            assertThatThrownBy(() -> kept[0].getLong(0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ring.consume(1, (memory, at, length) -> {}))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
