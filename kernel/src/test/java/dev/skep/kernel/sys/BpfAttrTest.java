package dev.skep.kernel.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The attribute blocks byte for byte, as a C compiler lays out {@code union bpf_attr}. */
class BpfAttrTest {
    private final ByteBuffer block = Memory.allocate(256);

    private String hex(int size) {
        byte[] bytes = new byte[size];
        block.get(0, bytes);
        for (int i = size; i < block.capacity(); i++) {
            assertThat(block.get(i)).as("byte %s is beyond the size", i).isZero();
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    @Test
    void mapCreate() {
        int size = BpfAttr.mapCreate(block, 5, 8, 0x0102, 1000, 1, 7, "ab.c");
        assertThat(hex(size))
                .isEqualTo("05 00 00 00 08 00 00 00 02 01 00 00 e8 03 00 00 01 00 00 00 07 00 00 00 00 00 00 00"
                        + " 61 62 2e 63 00 00 00 00 00 00 00 00 00 00 00 00");
    }

    @Test
    void element() {
        int size = BpfAttr.element(block, 3, 0x1122334455667788L, 0x99aaL, 2);
        assertThat(hex(size))
                .isEqualTo("03 00 00 00 00 00 00 00 88 77 66 55 44 33 22 11 aa 99 00 00 00 00 00 00"
                        + " 02 00 00 00 00 00 00 00");
    }

    @Test
    void batch() {
        int size = BpfAttr.batch(block, 9, 1, 2, 3, 4, 5, 6);
        assertThat(hex(size))
                .isEqualTo("01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00"
                        + " 04 00 00 00 00 00 00 00 05 00 00 00 09 00 00 00 06 00 00 00 00 00 00 00"
                        + " 00 00 00 00 00 00 00 00");
        assertThat(BpfAttr.batchCount(block)).isEqualTo(5);
    }

    @Test
    void progLoadWithoutDebugInfo() {
        ProgramLoad load = new ProgramLoad(17, "n", "GPL", Memory.allocate(24), 0x10, 23, 0x1234, 6, null, null);
        int size = BpfAttr.progLoad(block, load, 0x55, 0, 0, 0);
        assertThat(size).isEqualTo(116);
        assertThat(block.getInt(0)).isEqualTo(17);
        assertThat(block.getInt(4)).isEqualTo(3);
        assertThat(block.getLong(8)).isEqualTo(Memory.address(load.instructions()));
        assertThat(block.getLong(16)).isEqualTo(0x55);
        assertThat(block.getInt(24)).isZero();
        assertThat(block.getInt(44)).isEqualTo(0x10);
        assertThat(Memory.text(block, 48, 16)).isEqualTo("n");
        assertThat(block.getInt(68)).isEqualTo(23);
        assertThat(block.getInt(108)).isEqualTo(0x1234);
        assertThat(block.getInt(112)).isEqualTo(6);
    }

    @Test
    void progLoadWithEverything() {
        ByteBuffer fds = Memory.allocate(4);
        ProgramLoad.DebugInfo debug = new ProgramLoad.DebugInfo(11, 8, Memory.allocate(16), 16, Memory.allocate(48));
        ProgramLoad load = new ProgramLoad(1, "n", "GPL", Memory.allocate(8), 0, 0, 0, 0, debug, fds);
        int size = BpfAttr.progLoad(block, load, 1, 0x77, 4096, 6);
        assertThat(size).isEqualTo(128);
        assertThat(block.getInt(24)).isEqualTo(6);
        assertThat(block.getInt(28)).isEqualTo(4096);
        assertThat(block.getLong(32)).isEqualTo(0x77);
        assertThat(block.getInt(72)).isEqualTo(11);
        assertThat(block.getInt(76)).isEqualTo(8);
        assertThat(block.getLong(80)).isEqualTo(Memory.address(debug.functions()));
        assertThat(block.getInt(88)).isEqualTo(2);
        assertThat(block.getInt(92)).isEqualTo(16);
        assertThat(block.getLong(96)).isEqualTo(Memory.address(debug.lines()));
        assertThat(block.getInt(104)).isEqualTo(3);
        assertThat(block.getLong(120)).isEqualTo(Memory.address(fds));
    }

    @Test
    void smallOnes() {
        assertThat(hexOf(BpfAttr.object(block, 0x0102, 3)))
                .isEqualTo("02 01 00 00 00 00 00 00 03 00 00 00 00 00 00 00");
        assertThat(hexOf(BpfAttr.id(block, 0x0a0b))).isEqualTo("0b 0a 00 00 00 00 00 00 00 00 00 00");
        assertThat(hexOf(BpfAttr.info(block, 4, 5, 6))).isEqualTo("04 00 00 00 06 00 00 00 05 00 00 00 00 00 00 00");
        assertThat(hexOf(BpfAttr.rawTracepoint(block, 7, 8)))
                .isEqualTo("07 00 00 00 00 00 00 00 08 00 00 00 00 00 00 00");
        assertThat(hexOf(BpfAttr.btfLoad(block, 1, 2, 3, 4)))
                .isEqualTo("01 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 02 00 00 00 04 00 00 00 01 00 00 00");
        assertThat(hexOf(BpfAttr.linkCreate(block, 1, 2, 41)))
                .isEqualTo("01 00 00 00 02 00 00 00 29 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
        assertThat(hexOf(BpfAttr.single(block, 0x01020304))).isEqualTo("04 03 02 01");
    }

    private String hexOf(int size) {
        String hex = hex(size);
        for (int i = 0; i < block.capacity(); i++) {
            block.put(i, (byte) 0);
        }
        return hex;
    }

    @Test
    void testRun() {
        int size = BpfAttr.testRun(block, 5, 0x0a0b, 16, 1, 2);
        assertThat(hex(size))
                .isEqualTo("05 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
                        + " 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 00 00 00 00"
                        + " 0b 0a 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 02 00 00 00");
        block.putInt(4, -7);
        assertThat(BpfAttr.testRunResult(block)).isEqualTo(-7);
    }

    @Test
    void namesAreCutAndWhatTheKernelRefusesIsReplaced() {
        assertThat(name("simple_Name.09")).isEqualTo("simple_Name.09");
        assertThat(name("a:b/c d")).isEqualTo("a_b_c_d");
        assertThat(name("exactly_fifteen_and_more")).isEqualTo("exactly_fifteen");
        assertThat(name("")).isEmpty();
        assertThat(name("\u00fc")).isEqualTo("__");
    }

    private String name(String name) {
        ByteBuffer buffer = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        BpfAttr.name(buffer, 0, name);
        assertThat(buffer.get(15)).isZero();
        return Memory.text(buffer, 0, 16);
    }

    @Test
    void perfEvents() {
        int size = new PerfEvent(2, 0x0316, 1, false, false).write(block);
        assertThat(hex(size))
                .isEqualTo("02 00 00 00 48 00 00 00 16 03 00 00 00 00 00 00 01 00 00 00 00 00 00 00"
                        + " 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00"
                        + " 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
        new PerfEvent(1, 0, 99, true, true).write(block);
        assertThat(block.getLong(40)).isEqualTo(0x400);
    }
}
