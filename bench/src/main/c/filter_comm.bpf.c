// tracepoint:syscalls:sys_enter_getppid /comm == "skep-workload" && pid == TARGET/ { @ = count(); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, 1);
} counts SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_getppid")
int filter_comm(void *event)
{
    static const char wanted[] = "skep-workload";
    char comm[COMM] __attribute__((aligned(8)));

    bpf_get_current_comm(comm, sizeof comm);
    if (!__builtin_memcmp(comm, wanted, sizeof wanted) && TRACED)
        count_at(&counts, 0, 1);
    return 0;
}
