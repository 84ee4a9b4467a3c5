package dev.skep.kernel.program;

import static dev.skep.kernel.Fixture.bytes;
import static dev.skep.kernel.Fixture.code;
import static dev.skep.kernel.Fixture.load;
import static dev.skep.kernel.Fixture.manual;
import static dev.skep.kernel.Fixture.map;
import static dev.skep.kernel.Fixture.object;
import static dev.skep.kernel.Fixture.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Instruction.CallHelper;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Fixture;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.VerifierException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
@SuppressWarnings("try") // Statistics count while they are open.
class ObjectLoaderKernelTest {
    @BeforeAll
    static void rights() {
        Fixture.assumeRights();
    }

    @Test
    void aProgramComputes() {
        Assembler code = code();
        code.load(Width.DOUBLE, Register.R0, Register.R1, 0);
        code.load(Width.DOUBLE, Register.R2, Register.R1, 8);
        code.alu(AluOp.MUL, Register.R0, Register.R2);
        code.alu(AluOp.SUB, Register.R0, 2);
        code.exit();
        try (LoadedObject loaded = load(object(List.of(), manual("multiply", code)))) {
            Program program = loaded.program("multiply");
            assertThat(program.run(6, 7)).isEqualTo(40);
            assertThat(program.run(-3, 5)).isEqualTo(-17);
            assertThatThrownBy(program::run)
                    .isInstanceOf(SyscallException.class)
                    .hasMessageStartingWith("run program multiply: bpf(PROG_TEST_RUN): invalid argument");
        }
    }

    @Test
    void relocationsToMapsAndTheirValues() {
        Assembler code = code();
        code.loadMapValue(Register.R1, "values", 8);
        code.mov(Register.R2, 42L);
        code.store(Width.DOUBLE, Register.R1, 0, Register.R2);
        code.store(Width.WORD, Register.R10, -4, 1);
        code.loadMap(Register.R1, "hash");
        code.mov(Register.R2, Register.R10).add(Register.R2, -4);
        code.call(Helper.MAP_LOOKUP_ELEM);
        Label missing = code.newLabel();
        code.branch(JumpOp.EQ, Register.R0, 0, missing);
        code.load(Width.DOUBLE, Register.R0, Register.R0, 0);
        code.exit();
        code.bind(missing).mov(Register.R0, -1L).exit();
        ObjectSpec spec = object(
                List.of(map("hash", MapType.HASH, 4, 8, 4), map("values", MapType.ARRAY, 4, 16, 1)),
                manual("maps", code));
        try (LoadedObject loaded = load(spec)) {
            assertThat(loaded.program("maps").run()).isEqualTo(-1);
            loaded.map("hash").update(bytes(1), bytes(99L), dev.skep.kernel.map.UpdateMode.ANY);
            assertThat(loaded.program("maps").run()).isEqualTo(99);
            assertThat(loaded.map("values").lookup(bytes(0))).endsWith(bytes(42L));
        }
    }

    @Test
    void subprogramsAreLinkedInWhateverOrder() {
        Assembler main = code().mov(Register.R1, 5L).callSubprogram("twice").callSubprogram("increment");
        main.exit();
        Assembler increment = code().alu(AluOp.ADD, Register.R0, 1);
        increment.exit();
        Assembler twice = code().mov(Register.R6, Register.R1).mov(Register.R1, Register.R6);
        twice.callSubprogram("seven");
        twice.alu(AluOp.ADD, Register.R0, Register.R6)
                .alu(AluOp.ADD, Register.R0, Register.R6)
                .exit();
        Assembler seven = code().mov(Register.R0, 7L);
        seven.exit();
        Assembler plusOne = code().mov(Register.R0, Register.R1).add(Register.R0, 1);
        plusOne.exit();
        Assembler entry = code().mov(Register.R1, 5L).callSubprogram("twice");
        entry.mov(Register.R1, Register.R0).callSubprogram("increment").exit();
        ProgramSpec program = program(
                "calls",
                ProgramType.RAW_TRACEPOINT,
                new AttachSpec.Manual(),
                entry.build("main", 1),
                plusOne.build("increment", 1),
                twice.build("twice", 1),
                seven.build("seven", 0));
        try (LoadedObject loaded = load(object(List.of(), program))) {
            assertThat(loaded.program("calls").run()).isEqualTo(18);
        }
    }

    @Test
    void callbacksAreLinked() {
        Assembler main = code().store(Width.DOUBLE, Register.R10, -8, 0);
        main.mov(Register.R1, 10L).loadSubprogram(Register.R2, "step");
        main.mov(Register.R3, Register.R10).add(Register.R3, -8).mov(Register.R4, 0L);
        main.call(Helper.LOOP);
        main.load(Width.DOUBLE, Register.R0, Register.R10, -8).exit();
        Assembler step = code().load(Width.DOUBLE, Register.R3, Register.R2, 0);
        step.add(Register.R3, Register.R1).store(Width.DOUBLE, Register.R2, 0, Register.R3);
        step.mov(Register.R0, 0L).exit();
        ProgramSpec program = program(
                "loop",
                ProgramType.RAW_TRACEPOINT,
                new AttachSpec.Manual(),
                main.build("main", 1),
                step.build("step", 2));
        try (LoadedObject loaded = load(object(List.of(), program))) {
            assertThat(loaded.program("loop").run()).isEqualTo(45);
        }
    }

    @Test
    void fieldOffsetsAndTypeIdsComeFromTheKernel() {
        // The program runs in this process's name, so that the fields are known.
        Assembler code = code().call(Helper.GET_CURRENT_TASK);
        code.mov(Register.R1, Register.R0).movTypeId(Register.R2, "struct", "task_struct");
        code.callKfunc("bpf_rdonly_cast");
        code.loadField(Width.WORD, Register.R0, Register.R0, "task_struct", "tgid")
                .exit();
        try (LoadedObject loaded = load(object(List.of(), manual("tgid", code)))) {
            assertThat(loaded.program("tgid").run())
                    .isEqualTo((int) ProcessHandle.current().pid());
        }
        Btf btf = new KernelBtf().types();
        Assembler offset = code().mov(Register.R0, 0L).addFieldOffset(Register.R0, "task_struct", "tgid");
        offset.exit();
        Assembler type = code().movTypeId(Register.R0, "struct", "task_struct");
        type.exit();
        try (LoadedObject loaded = load(object(List.of(), manual("offset", offset), manual("type", type)))) {
            assertThat(loaded.program("offset").run())
                    .isEqualTo(btf.field("task_struct", "tgid").orElseThrow().byteOffset());
            assertThat(loaded.program("type").run())
                    .isEqualTo(btf.find(BtfKind.STRUCT, "task_struct").orElseThrow());
        }
    }

    @Test
    void whatTheKernelDoesNotHaveIsNamed() {
        Assembler field = code().loadField(Width.WORD, Register.R0, Register.R1, "task_struct", "no_such_field");
        field.exit();
        assertThatThrownBy(() -> load(object(List.of(), manual("field", field))))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("load program field: this kernel has no field task_struct.no_such_field");
        Assembler kfunc = code().callKfunc("bpf_no_such_kfunc");
        kfunc.exit();
        assertThatThrownBy(() -> load(object(List.of(), manual("kfunc", kfunc))))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("load program kfunc: this kernel has no kfunc bpf_no_such_kfunc");
        ObjectLoader blind = new ObjectLoader(new KernelBtf("/nowhere/btf"));
        assertThatThrownBy(() -> blind.load(object(List.of(), manual("blind", kfunc))))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("load program blind: it needs kfunc bpf_no_such_kfunc: kernel BTF")
                .hasMessageContaining("CONFIG_DEBUG_INFO_BTF");
    }

    @Test
    void aRejectionShowsTheUsersLineAndKeepsTheLog() {
        Assembler code = code().line("stdin", "BEGIN { @x = 1;", 1, 3).mov(Register.R0, 0L);
        code.line("stdin", "  $y = *(int64*)arg0; }", 2, 8).load(Width.DOUBLE, Register.R0, Register.R7, 0);
        code.exit();
        assertThatThrownBy(() -> load(object(List.of(), manual("rejected", code))))
                .isInstanceOfSatisfying(VerifierException.class, e -> {
                    assertThat(e.program()).isEqualTo("rejected");
                    assertThat(e.errno()).isEqualTo(Errno.EACCES);
                    // The kernel itself knows the line as well: it came along as BTF.
                    assertThat(e.log()).contains("R7 !read_ok").contains("$y = *(int64*)arg0; }");
                    assertThat(e.summary()).containsExactly("R7 !read_ok");
                    assertThat(e.source()).satisfies(line -> {
                        assertThat(line.line()).isEqualTo(2);
                        assertThat(line.column()).isEqualTo(8);
                    });
                })
                .hasMessageMatching("load program rejected: bpf\\(PROG_LOAD\\): permission denied \\(EACCES\\): "
                        + "the verifier rejects it at stdin:2:8: \\$y = \\*\\(int64\\*\\)arg0; }: R7 !read_ok "
                        + "\\(\\d+ more lines of log\\)");
    }

    @Test
    void aLogLongerThanTheFirstBufferIsReadWhole() {
        // Each branch is walked twice, so that the log grows beyond a quarter of a megabyte before the last, bad load.
        Assembler code = code().call(Helper.GET_PRANDOM_U32)
                .mov(Register.R6, Register.R0)
                .mov(Register.R7, 0L);
        for (int i = 0; i < 3000; i++) {
            code.alu(AluOp.ADD, Register.R7, Register.R6).alu(AluOp.RSH, Register.R7, 1);
        }
        code.load(Width.DOUBLE, Register.R0, Register.R9, 0).exit();
        assertThatThrownBy(() -> load(object(List.of(), manual("long", code))))
                .isInstanceOfSatisfying(VerifierException.class, e -> {
                    assertThat(e.log().length()).isGreaterThan(256 << 10);
                    assertThat(e.summary()).containsExactly("R9 !read_ok");
                });
    }

    @Test
    void theVerifiersLogIsThereOfWhatItTakesAndOfWhatItRejects() throws IOException {
        Assembler good = code().line("stdin", "BEGIN { @x = 1; }", 1, 3).mov(Register.R0, 0L);
        good.exit();
        Assembler bad = code().line("stdin", "BEGIN { }", 1, 1).load(Width.DOUBLE, Register.R0, Register.R7, 0);
        bad.exit();
        ObjectSpec object = object(List.of(map("m", MapType.HASH, 4, 4, 1)), manual("good", good), manual("bad", bad));
        List<String> before = Fixture.openObjects();
        List<Verdict> verdicts = new ObjectLoader(new KernelBtf()).verify(object, object.programs());
        assertThat(Fixture.openObjects()).isEqualTo(before);
        assertThat(verdicts).extracting(Verdict::program).containsExactly("good", "bad");
        assertThat(verdicts).extracting(Verdict::accepted).containsExactly(true, false);
        assertThat(verdicts.getFirst().log()).contains("BEGIN { @x = 1; }", "(b7) r0 = 0", "processed 2 insns");
        assertThat(verdicts.getLast().log()).contains("R7 !read_ok");
    }

    @Test
    void nothingStaysWhenAStepFails() throws IOException {
        Assembler good = code().mov(Register.R0, 0L);
        good.exit();
        Assembler bad = code().line("stdin", "x", 1, 1);
        bad.emit(new CallHelper(100_000)).emit(new Exit());
        ObjectSpec spec = object(List.of(map("left", MapType.HASH, 4, 4, 1)), manual("good", good), manual("bad", bad));
        List<String> before = Fixture.openObjects();
        assertThatThrownBy(() -> load(spec)).isInstanceOf(VerifierException.class);
        assertThat(Fixture.openObjects()).isEqualTo(before);
        try (LoadedObject loaded = load(object(List.of(), manual("good", good)))) {
            assertThat(Fixture.openObjects()).as("%s is seen", loaded).hasSize(before.size() + 1);
        }
        assertThat(Fixture.openObjects()).isEqualTo(before);
    }

    @Test
    void contradictionsInTheSpecAreTheCallersFault() {
        Assembler code = code().loadMap(Register.R1, "nowhere").mov(Register.R0, 0L);
        code.exit();
        assertThatThrownBy(() -> load(object(List.of(), manual("p", code))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("p: its object has no map nowhere");
        Assembler empty = code().mov(Register.R0, 0L);
        empty.exit();
        assertThatThrownBy(() -> load(object(List.of(), manual("p", empty), manual("p", empty))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void infoCountsRunsWhileStatisticsAreOn() {
        Assembler code = code().mov(Register.R0, 3L);
        code.exit();
        try (LoadedObject loaded = load(object(List.of(), manual("counted.x", code)));
                RunStatistics statistics = RunStatistics.enable()) {
            Program program = loaded.program("counted.x");
            for (int i = 0; i < 5; i++) {
                program.run();
            }
            ProgramInfo info = program.info();
            assertThat(info.name()).isEqualTo("counted.x");
            assertThat(info.type()).isEqualTo(ProgramType.RAW_TRACEPOINT.id());
            assertThat(info.runCount()).isEqualTo(5);
            assertThat(info.runTimeNanos()).isPositive();
            assertThat(info.verifiedInstructions()).isEqualTo(2);
            assertThat(info.tag()).hasSize(16);
            assertThat(ProgramInfo.ofId(info.id())).isEqualTo(info);
            assertThat(ProgramInfo.ids()).contains(info.id());
        }
    }
}
