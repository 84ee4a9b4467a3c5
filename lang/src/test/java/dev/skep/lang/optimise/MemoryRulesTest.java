package dev.skep.lang.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrParser;
import dev.skep.lang.ir.IrPrinter;
import dev.skep.lang.ir.IrVerifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryRulesTest {
    private static final String HEAD = """
            function f(%0, %1, %2)
              slot0: 8 bytes, a
              slot1: 8 bytes, b
              slot2: 24 bytes, c
              slot3: 16 bytes, d
            b0:
              %3 = address of slot0
              %4 = address of slot1
              %5 = address of slot2
              %6 = address of slot3
            """;

    /** The code behind the rule; %3 to %6 are addresses of slots of 8, 8, 24 and 16 bytes. */
    private static String run(MemoryRule rule, String code) {
        IrFunction function = IrParser.parse(HEAD + code.replace("; ", "\n").strip() + "\n");
        IrVerifier.verify(function);
        String before = IrPrinter.print(function);
        int changes = new MemoryReuse(List.of(rule)).run(function);
        IrVerifier.verify(function);
        String text = IrPrinter.print(function);
        assertThat(changes != 0).isEqualTo(!before.equals(text));
        return text.substring(HEAD.length()).strip().replaceAll("\n *", "; ");
    }

    private static void stays(MemoryRule rule, String code) {
        assertThat(run(rule, code)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            store u64 [%3], %1; %7 = load u64 [%3]; return %7         => store u64 [%3], %1; return %1
            store u64 [%3], %1; %7 = load s16 [%3]; return %7         => store u64 [%3], %1; %7 = (s16) %1; return %7
            store u32 [%3 + 4], 77; %7 = load u16 [%3 + 4]; return %7 => store u32 [%3 + 4], 77; %7 = (u16) 77; return %7
            store u32 [%3], 258; %7 = load u8 [%3 + 1]; return %7     => store u32 [%3], 258; %7 = (u8) 1; return %7
            zero 24 at [%5]; %7 = load u64 [%5 + 8]; return %7        => zero 24 at [%5]; return 0
            store u64 [%5 + 8], %1; copy 8 to [%6 + 8] from [%5 + 8]; %7 = load u64 [%6 + 8]; return %7 \
            => store u64 [%5 + 8], %1; copy 8 to [%6 + 8] from [%5 + 8]; return %1
            """)
    void whatWasStoredIsNotLoaded(String before, String after) {
        assertThat(run(new ForwardedStores(), before)).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store u32 [%3], %1; %7 = load u64 [%3]; return %7",
                "store u64 [%3], %1; %7 = load u32 [%3 + 4]; return %7",
                "store u64 [%3], %1; store u8 [%3 + 7], %2; %7 = load u64 [%3]; return %7",
                "store u64 [%3], %1; %8 = call trace_printk(%3, 8); %7 = load u64 [%3]; return %7",
                "store u64 [%3], %1; if %1 == 0 then b1 else b2; b1:; store u64 [%3], 1; goto b2; b2:; "
                        + "%7 = load u64 [%3]; return %7",
                "store u64 [%3], 0; goto b1; b1:; %7 = load u64 [%3]; %8 = %7 + 1; store u64 [%3], %8; "
                        + "if %8 u< 9 then b1 else b2; b2:; return %8",
                "store u64 [%3], %1; store u64 [%5], %3; %9 = load u64 [%1]; store u64 [%9], 7; %7 = load u64 [%3]; return %7"
            })
    void whatMayHaveChangedIsLoaded(String code) {
        stays(new ForwardedStores(), code);
    }

    @Test
    void aStoreReachesBlocksBehindWaysThatDoNotTouchIt() {
        assertThat(run(
                        new ForwardedStores(),
                        "store u64 [%3], %1; if %1 == 0 then b1 else b2; b1:; store u64 [%4], 1; goto b2; b2:; "
                                + "%7 = load u64 [%3]; return %7"))
                .endsWith("b2:; return %1");
    }

    @Test
    void aValueIsReadOnce() {
        assertThat(run(
                        new SharedLoads(),
                        "%7 = load u64 [%1 + 8]; store u64 [%3], %7; if %7 == 0 then b1 else b2; b1:; return 0; b2:; "
                                + "%8 = load u64 [%1 + 8]; %9 = load u32 [%1 + 8]; %10 = %8 + %9; return %10"))
                .endsWith("b2:; %9 = load u32 [%1 + 8]; %10 = %7 + %9; return %10");
    }

    @Test
    void theNumberOfATaskIsReadOnceWhateverIsWritten() {
        assertThat(run(
                        new SharedLoads(),
                        "%7 = call get_current_task_btf(); %8 = load u32 task_struct.pid@8 [%7]; store u64 [%3], 1; "
                                + "%9 = update @x [%3] with [%3], flags 0; %10 = load u32 task_struct.pid@8 [%7]; "
                                + "%11 = %8 + %10; return %11"))
                .endsWith("%11 = %8 + %8; return %11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%7 = load u64 [%1]; store u64 [%2], 1; %8 = load u64 [%1]; return %8",
                "%7 = load u64 [%1]; atomic add u64 [%1], 1; %8 = load u64 [%1]; return %8",
                "%7 = load u64 [%1]; store u64 [%3], 1; %9 = update @x [%3] with [%3], flags 0; %8 = load u64 [%1]; return %8",
                "%7 = load u64 [%1]; goto b1; b1:; %8 = load u64 [%1]; if %8 == %7 then b1 else b2; b2:; return %8"
            })
    void aValueThatMayHaveChangedIsReadAgain(String code) {
        stays(new SharedLoads(), code);
    }

    @Test
    void anElementIsLookedUpOnce() {
        assertThat(run(
                        new SharedLookups(),
                        "store u64 [%3], %1; %7 = lookup @x [%3]; if %7 != 0 then b1 else b2; b1:; store u64 [%4], %1; "
                                + "%8 = lookup @x [%4]; if %8 != 0 then b3 else b2; b2:; return 0; b3:; atomic add u64 [%8], 1; "
                                + "%9 = update @y [%3] with [%4], flags 0; %10 = lookup @x [%3]; return %10"))
                .contains("store u64 [%4], %1; if %7 != 0 then b3 else b2;")
                .endsWith("b3:; atomic add u64 [%7], 1; %9 = update @y [%3] with [%4], flags 0; return %7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store u64 [%3], %1; %7 = lookup @x [%3]; %8 = lookup @y [%3]; return %8",
                "store u64 [%3], %1; %7 = lookup @x [%3]; store u64 [%3], %2; %8 = lookup @x [%3]; return %8",
                "store u64 [%3], %1; %7 = lookup @x [%3]; %9 = delete @x [%4]; %8 = lookup @x [%3]; return %8",
                "store u64 [%3], %1; %7 = lookup @x [%3]; %9 = update @x [%4] with [%4], flags 1; %8 = lookup @x [%3]; return %8",
                "store u64 [%3], %1; %7 = lookup @x [%3]; %9 = call trace_printk(%4, 8); %8 = lookup @x [%3]; return %8",
                "store u64 [%3], %1; if %1 == 0 then b1 else b2; b1:; %7 = lookup @x [%3]; goto b2; b2:; "
                        + "%8 = lookup @x [%3]; return %8",
                "store u64 [%3], %1; %7 = lookup @x [%3]; goto b1; b1:; %8 = lookup @x [%3]; %9 = delete @x [%3]; "
                        + "if %9 == 0 then b1 else b2; b2:; return %8"
            })
    void anElementThatMayHaveMovedIsLookedUpAgain(String code) {
        stays(new SharedLookups(), code);
    }

    @Test
    void aKeyIsPutTogetherOnce() {
        assertThat(run(
                        new SharedKeys(),
                        "store u32 [%3], %1; store u32 [%3 + 4], 0; %7 = lookup @x [%3]; zero 8 at [%4]; store u32 [%4], %1; "
                                + "%8 = delete @y [%4]; return %8"))
                .endsWith("store u32 [%4], %1; %9 = address of slot0; %8 = delete @y [%9]; return %8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store u64 [%3], %1; %7 = lookup @x [%3]; store u64 [%3], %2; store u64 [%4], %1; %8 = delete @y [%4]; return %8",
                "store u32 [%3], %1; %7 = lookup @x [%3]; store u32 [%4], %1; %8 = delete @y [%4]; return %8"
            })
    void aKeyThatMayBeAnotherIsPutTogether(String code) {
        stays(new SharedKeys(), code);
    }

    @Test
    void theNameOfTheThreadIsAskedForOnce() {
        assertThat(run(
                        new RepeatedNames(),
                        "zero 24 at [%5]; %7 = call get_current_comm(%5, 16); %8 = call get_current_comm(%6, 16); "
                                + "%9 = reserve 32 in ring; if %9 != 0 then b1 else b2; b1:; %10 = %9 + 8; "
                                + "%11 = call get_current_comm(%10, 16); submit %9; goto b2; b2:; return 0"))
                .contains("%12 = address of slot2; copy 16 to [%6] from [%12];")
                .contains("%13 = address of slot2; copy 16 to [%10] from [%13];");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // What is behind the NUL may be anything where there were no zeros before.
                "%7 = call get_current_comm(%5, 16); %8 = call get_current_comm(%6, 16); return 0",
                "zero 24 at [%5]; %7 = call get_current_comm(%5, 16); %8 = call get_current_comm(%6, 16); return %8",
                "zero 24 at [%5]; %7 = call get_current_comm(%5, 16); %8 = call get_current_comm(%6, 8); return 0",
                "zero 24 at [%5]; %7 = call get_current_comm(%5, 16); store u8 [%5], 65; %8 = call get_current_comm(%6, 16); "
                        + "return 0",
                "zero 24 at [%5]; %7 = call get_current_comm(%5, 16); %8 = call get_current_comm(%1, 16); return 0"
            })
    void theNameOfTheThreadIsAskedForWhereItDoesNotStand(String code) {
        stays(new RepeatedNames(), code);
    }

    @Test
    void aClockIsReadOnceWhereNoTimePasses() {
        assertThat(
                        run(
                                new RepeatedClocks(),
                                "%7 = call ktime_get_ns(); store u64 [%3], %7; %8 = call get_current_pid_tgid(); "
                                        + "%9 = call ktime_get_ns(); %10 = call ktime_get_boot_ns(); %11 = %9 + %10; return %11"))
                .endsWith("%10 = call ktime_get_boot_ns(); %11 = %7 + %10; return %11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%7 = call ktime_get_ns(); %8 = lookup @x [%3]; %9 = call ktime_get_ns(); return %9",
                "%7 = call ktime_get_ns(); %8 = call probe_read_user(%3, 8, %1); %9 = call ktime_get_ns(); return %9",
                "%7 = call ktime_get_ns(); goto b1; b1:; %8 = call ktime_get_ns(); if %8 u< 99 then b1 else b2; b2:; return 0"
            })
    void aClockIsReadAgainWhenTimeHasPassed(String code) {
        stays(new RepeatedClocks(), code);
    }
}
