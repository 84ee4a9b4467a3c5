// tracepoint:syscalls:sys_enter_getppid /pid == TARGET/ { @[comm] = count(); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __uint(key_size, COMM);
    __type(value, __u64);
    __uint(max_entries, ENTRIES);
} counts SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_getppid")
int count_by_comm(void *event)
{
    char comm[COMM] = {};

    if (!TRACED)
        return 0;
    bpf_get_current_comm(comm, sizeof comm);
    count_in(&counts, comm, 1);
    return 0;
}
