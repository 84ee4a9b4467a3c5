// tracepoint:syscalls:sys_enter_getppid /pid == TARGET/ { @[tid] = count(); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, ENTRIES);
} counts SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_getppid")
int count_by_tid(void *event)
{
    __u64 id = bpf_get_current_pid_tgid();
    __u32 tid = id;

    if (traced(id))
        count_in(&counts, &tid, 1);
    return 0;
}
