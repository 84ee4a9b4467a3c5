package dev.skep.bpf.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HelperTest {
    @Test
    void numbersAreTheKernels() {
        assertThat(Helper.MAP_LOOKUP_ELEM.id()).isEqualTo(1);
        assertThat(Helper.PROBE_READ_KERNEL_STR.id()).isEqualTo(115);
        assertThat(Helper.RINGBUF_OUTPUT.id()).isEqualTo(130);
        assertThat(Helper.LOOP.id()).isEqualTo(181);
        assertThat(Helper.CGRP_STORAGE_DELETE.id()).isEqualTo(211);
        assertThat(Helper.values()).hasSize(211);
        assertThat(Helper.ofId(14)).isEqualTo(Helper.GET_CURRENT_PID_TGID);
        assertThat(Helper.ofId(0)).isNull();
        assertThat(Helper.ofId(212)).isNull();
        assertThat(Helper.GET_CURRENT_PID_TGID.kernelName()).isEqualTo("bpf_get_current_pid_tgid");
    }

    @Test
    void namesAreThoseOfTheInstalledHeader() throws IOException {
        Path header = Path.of("/usr/include/linux/bpf.h");
        assumeTrue(Files.exists(header), () -> "no " + header);
        String text = Files.readString(header);
        String mapper = text.substring(text.indexOf("#define __BPF_FUNC_MAPPER") + 30);
        Matcher entry = Pattern.compile("\\bFN\\((\\w+)[,)]").matcher(mapper);
        int id = 0;
        while (entry.find()) {
            if (!entry.group(1).equals("unspec")) {
                Helper helper = Helper.ofId(++id);
                assertThat(helper).as("%d", id).isNotNull();
                assertThat(helper == null ? "" : helper.kernelName()).isEqualTo("bpf_" + entry.group(1));
            }
        }
        assertThat(id).isGreaterThan(200);
    }

    @Test
    void saysWhichKernelBroughtIt() {
        assertThat(Helper.MAP_LOOKUP_ELEM.since()).hasToString("3.19");
        assertThat(Helper.GET_CURRENT_COMM.since()).hasToString("4.2");
        assertThat(Helper.GET_STACKID.since()).hasToString("4.6");
        assertThat(Helper.GET_CURRENT_CGROUP_ID.since()).hasToString("4.18");
        assertThat(Helper.PROBE_READ_USER_STR.since()).hasToString("5.5");
        assertThat(Helper.RINGBUF_OUTPUT.since()).hasToString("5.8");
        assertThat(Helper.FOR_EACH_MAP_ELEM.since()).hasToString("5.13");
        assertThat(Helper.LOOP.since()).hasToString("5.17");
        assertThat(Helper.CGRP_STORAGE_DELETE.since()).hasToString("6.2");
        Helper before = Helper.MAP_LOOKUP_ELEM;
        for (Helper helper : Helper.values()) {
            assertThat(helper.since()).as(helper.name()).isGreaterThanOrEqualTo(before.since());
            before = helper;
        }
    }
}
