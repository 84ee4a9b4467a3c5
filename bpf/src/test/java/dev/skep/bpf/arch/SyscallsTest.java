package dev.skep.bpf.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SyscallsTest {
    private static final Syscalls X86 = Arch.X86_64.syscalls();
    private static final Syscalls ARM = Arch.AARCH64.syscalls();

    @Test
    void numbersAndNamesAreKnownBothWays() {
        assertThat(X86.number("openat")).hasValue(257);
        assertThat(X86.name(257)).isEqualTo("openat");
        assertThat(ARM.number("openat")).hasValue(56);
        assertThat(X86.number("getppid")).hasValue(110);
        assertThat(ARM.number("open")).isEmpty();
        assertThat(X86.name(400)).isNull();
        assertThat(X86.name(-1)).isNull();
        assertThat(X86.name(X86.size())).isNull();
        for (Syscalls table : new Syscalls[] {X86, ARM}) {
            assertThat(table.number("file_setattr")).hasValue(469);
            assertThat(table.size()).isEqualTo(470);
            Set<String> tracepoints = new HashSet<>();
            for (int i = 0; i < table.size(); i++) {
                String name = table.name(i);
                if (name != null) {
                    assertThat(table.number(name)).hasValue(i);
                    assertThat(table.numberOfTracepoint(String.valueOf(table.tracepoint(i))))
                            .hasValue(i);
                    assertThat(tracepoints.add(String.valueOf(table.tracepoint(i))))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void sixTracepointsOfX86AreNamedOtherwise() {
        assertThat(X86.numberOfTracepoint("newstat")).isEqualTo(X86.number("stat"));
        assertThat(X86.numberOfTracepoint("newfstat")).isEqualTo(X86.number("fstat"));
        assertThat(X86.numberOfTracepoint("newlstat")).isEqualTo(X86.number("lstat"));
        assertThat(X86.numberOfTracepoint("newuname")).isEqualTo(X86.number("uname"));
        assertThat(X86.numberOfTracepoint("sendfile64")).isEqualTo(X86.number("sendfile"));
        assertThat(X86.numberOfTracepoint("umount")).isEqualTo(X86.number("umount2"));
        assertThat(X86.numberOfTracepoint("stat")).isEmpty();
        int others = 0;
        for (int i = 0; i < X86.size(); i++) {
            String name = X86.name(i);
            others += name != null && !name.equals(X86.tracepoint(i)) ? 1 : 0;
        }
        assertThat(others).isEqualTo(6);
    }

    @Test
    void armHasItsOwnNames() {
        assertThat(ARM.numberOfTracepoint("fadvise64_64")).isEqualTo(ARM.number("fadvise64"));
        assertThat(ARM.numberOfTracepoint("arm64_personality")).isEqualTo(ARM.number("personality"));
        assertThat(ARM.numberOfTracepoint("newfstat")).hasValue(80);
        assertThat(ARM.numberOfTracepoint("umount")).hasValue(39);
    }

    @Test
    void x86NumbersAreThoseOfTheInstalledHeader() throws IOException {
        Path header = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
        assumeTrue(Files.exists(header), () -> "no " + header);
        Matcher define = Pattern.compile("(?m)^#define __NR_(\\w+) (\\d+)$").matcher(Files.readString(header));
        int found = 0;
        while (define.find()) {
            int number = Integer.parseInt(define.group(2));
            if (number < X86.size()) {
                assertThat(X86.number(define.group(1))).as(define.group(1)).hasValue(number);
                found++;
            }
        }
        assertThat(found).isGreaterThan(300);
    }

    @Test
    void armNumbersAreThoseOfTheInstalledGenericHeader() throws IOException {
        Path header = Path.of("/usr/include/asm-generic/unistd.h");
        assumeTrue(Files.exists(header), () -> "no " + header);
        Matcher define =
                Pattern.compile("(?m)^#define __NR(?:3264)?_(\\w+)\\s+(\\d+)$").matcher(Files.readString(header));
        // What only 32-bit machines have, ranges that name no call, and a call that ARM has in another form.
        Set<String> others = Set.of("syscalls", "arch_specific_syscall", "fstatat", "sync_file_range2");
        int found = 0;
        while (define.find()) {
            int number = Integer.parseInt(define.group(2));
            boolean only32 = number >= 403 && number <= 423;
            if (number < ARM.size() && !only32 && !others.contains(define.group(1))) {
                assertThat(ARM.number(define.group(1))).as(define.group(1)).isEqualTo(OptionalInt.of(number));
                found++;
            }
        }
        assertThat(found).isGreaterThan(250);
    }
}
