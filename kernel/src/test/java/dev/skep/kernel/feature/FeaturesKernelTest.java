package dev.skep.kernel.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.Fixture;
import dev.skep.kernel.KernelBtf;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold on every kernel that is supported, 5.15 and later, whatever else it has. */
@Tag("kernel")
class FeaturesKernelTest {
    private final Features features = new Features(new KernelBtf());

    @BeforeAll
    static void rights() {
        Fixture.assumeRights();
    }

    @ParameterizedTest
    @EnumSource(Feature.class)
    void everyFeatureHasAClearAnswerThatIsKept(Feature feature) {
        Support answer = features.probe(feature);
        assertThat(answer).isNotInstanceOf(Support.Unknown.class);
        assertThat(features.probe(feature)).isSameAs(answer);
    }

    @Test
    void whatEverySupportedKernelHas() {
        for (Feature feature : new Feature[] {
            Feature.BTF,
            Feature.MAP_BATCHES,
            Feature.RUN_ON_DEMAND,
            Feature.PERF_EVENT_LINK,
            Feature.TRACEPOINT,
            Feature.BTF_RAW_TRACEPOINT
        }) {
            assertThat(features.probe(feature)).as("%s", feature).isEqualTo(Support.yes());
        }
        for (MapType type : new MapType[] {
            MapType.HASH,
            MapType.PERCPU_HASH,
            MapType.PERCPU_ARRAY,
            MapType.STACK_TRACE,
            MapType.RINGBUF,
            MapType.LRU_HASH
        }) {
            assertThat(features.mapType(type)).as("%s", type).isEqualTo(Support.yes());
        }
        for (ProgramType type : new ProgramType[] {
            ProgramType.TRACEPOINT,
            ProgramType.RAW_TRACEPOINT,
            ProgramType.PERF_EVENT,
            ProgramType.TRACING,
            ProgramType.SYSCALL,
            ProgramType.CGROUP_SOCKOPT
        }) {
            assertThat(features.programType(type)).as("%s", type).isEqualTo(Support.yes());
        }
        assertThat(features.isa()).isGreaterThanOrEqualTo(IsaLevel.V3);
    }

    @Test
    void whatNoKernelHas() {
        assertThat(features.mapType(MapType.UNSPEC)).isInstanceOf(Support.Unknown.class);
        assertThat(features.kfunc(ProgramType.TRACEPOINT, "bpf_no_such_kfunc"))
                .isEqualTo(new Support.No("this kernel has no function bpf_no_such_kfunc"));
        assertThat(features.kfunc(ProgramType.TRACEPOINT, "vfs_read"))
                .isEqualTo(new Support.No("programs of this type cannot call vfs_read"));
    }

    @Test
    void helpersDependOnTheTypeOfProgram() {
        assertThat(features.helper(ProgramType.TRACEPOINT, Helper.GET_CURRENT_PID_TGID))
                .isEqualTo(Support.yes());
        assertThat(features.helper(ProgramType.TRACEPOINT, Helper.MAP_LOOKUP_ELEM))
                .isEqualTo(Support.yes());
        assertThat(features.helper(ProgramType.TRACEPOINT, Helper.SKB_STORE_BYTES))
                .isEqualTo(new Support.No("programs of this type cannot call bpf_skb_store_bytes"));
        assertThat(features.helper(ProgramType.SCHED_CLS, Helper.SKB_STORE_BYTES))
                .isEqualTo(Support.yes());
        assertThat(features.helper(ProgramType.TRACEPOINT, Helper.COPY_FROM_USER))
                .as("it may sleep")
                .isInstanceOf(Support.No.class);
    }

    @Test
    void aHelperIsKnownWhateverProgramsMayCallIt() {
        assertThat(features.helper(Helper.GET_CURRENT_PID_TGID)).isEqualTo(Support.yes());
        assertThat(features.helper(Helper.COPY_FROM_USER)).isEqualTo(Support.yes());
        Btf types = new KernelBtf().types();
        BtfType.Enumeration known = (BtfType.Enumeration)
                types.type(types.find(BtfKind.ENUM, "bpf_func_id").orElseThrow());
        for (Helper helper : Helper.values()) {
            boolean listed = known.values().stream()
                    .anyMatch(constant -> constant.name()
                            .equals("BPF_FUNC_" + helper.kernelName().substring(4)));
            assertThat(features.helper(helper).isYes()).as(helper.kernelName()).isEqualTo(listed);
        }
    }

    @Test
    void withoutTypesOnlyWhatNeedsThemIsMissing() {
        Features blind = new Features(new KernelBtf("/nowhere/btf"));
        assertThat(blind.probe(Feature.BTF)).isInstanceOf(Support.No.class);
        assertThat(blind.probe(Feature.BTF_RAW_TRACEPOINT)).isInstanceOf(Support.No.class);
        assertThat(blind.kfunc(ProgramType.TRACEPOINT, "bpf_rdonly_cast")).isInstanceOf(Support.No.class);
        assertThat(blind.probe(Feature.RUN_ON_DEMAND)).isEqualTo(Support.yes());
    }

    @Test
    void probesLeaveNothingBehind() throws IOException {
        List<String> before = Fixture.openObjects();
        for (Feature feature : Feature.values()) {
            features.probe(feature);
        }
        for (ProgramType type : ProgramType.values()) {
            features.programType(type);
        }
        for (MapType type : MapType.values()) {
            features.mapType(type);
        }
        features.isa();
        features.helper(ProgramType.TRACEPOINT, Helper.KTIME_GET_NS);
        features.kfunc(ProgramType.TRACEPOINT, "bpf_rdonly_cast");
        assertThat(Fixture.openObjects()).isEqualTo(before);
    }
}
