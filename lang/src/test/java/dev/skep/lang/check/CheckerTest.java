package dev.skep.lang.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.Golden;
import dev.skep.lang.Scripts;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckerTest {
    @Test
    void infersTypes() {
        Golden.check("check/types.txt", program -> TypedPrinter.print(Scripts.check(program)));
    }

    @Test
    void reportsWhatIsWrong() {
        Golden.check("check/errors.txt", Scripts::errors);
    }

    @Test
    void probesOfOneBodyShareIt() {
        Typed.Script script = Scripts.check("tracepoint:syscalls:sys_enter_* { @[probe] = count(); }");
        assertThat(script.probes()).hasSizeGreaterThan(10);
        assertThat(bodies(script)).hasSize(1);
    }

    @Test
    void aBodyIsCheckedAgainOnlyWhereItsFieldsDiffer() {
        // Other fields of these events differ, but not the ones that are read.
        assertThat(bodies(Scripts.check("tracepoint:syscalls:sys_exit_*, tracepoint:raw_syscalls:sys_exit"
                        + " { @[args.ret] = count(); }")))
                .hasSize(1);
        assertThat(bodies(Scripts.check("tracepoint:block:block_rq_issue, tracepoint:block:block_rq_complete"
                        + " { @ = sum(args.dev + args.sector); }")))
                .hasSize(1);
        // A pointer of the caller's and one of the kernel's; an int and an unsigned int.
        assertThat(bodies(Scripts.check("tracepoint:syscalls:sys_enter_read, tracepoint:syscalls:sys_enter_openat,"
                        + " tracepoint:syscalls:sys_enter_close { print(args.__syscall_nr); }")))
                .hasSize(1);
        assertThat(bodies(Scripts.check("tracepoint:syscalls:sys_enter_openat, tracepoint:sched:sched_process_exec"
                        + " { print(str(args.filename)); }")))
                .hasSize(2);
    }

    @Test
    void addressesInTheMemoryOfAProcessAreItsOwn() {
        Typed.Script script = Scripts.check("""
                t:syscalls:sys_enter_connect {
                  $user = ((struct iov_iter *)args.uservaddr).bvec;
                  $kernel = ((struct iov_iter *)kptr(args.uservaddr)).bvec;
                  $of = &((struct iov_iter *)args.uservaddr).count;
                  $taken = &$of;
                }""");
        List<Type.AddressSpace> spaces = new ArrayList<>();
        for (Typed.Statement statement :
                script.probes().getFirst().body().block().statements()) {
            spaces.add(((Type.Pointer) ((Typed.Assign) statement).variable().type()).space());
        }
        assertThat(spaces)
                .containsExactly(
                        Type.AddressSpace.USER,
                        Type.AddressSpace.KERNEL,
                        Type.AddressSpace.USER,
                        Type.AddressSpace.KERNEL);
    }

    @Test
    void oneBrokenBodyIsReportedOnce() {
        Diagnostics diagnostics = new Diagnostics();
        Scripts.check("tracepoint:syscalls:sys_enter_* { print($x); }", diagnostics);
        assertThat(diagnostics.all()).hasSize(1);
    }

    private static List<Body> bodies(Typed.Script script) {
        return script.probes().stream().map(Typed.Probe::body).distinct().toList();
    }
}
