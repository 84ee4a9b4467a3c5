// tracepoint:syscalls:sys_enter_read /pid == TARGET/ { @start[tid] = nsecs; }
// tracepoint:syscalls:sys_exit_read /pid == TARGET && @start[tid]/ { @us[comm] = sum((nsecs - @start[tid]) / 1000); delete(@start[tid]); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, ENTRIES);
} start SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __uint(key_size, COMM);
    __type(value, struct number);
    __uint(max_entries, ENTRIES);
} us SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_read")
int latency_sum_enter(void *event)
{
    __u64 id = bpf_get_current_pid_tgid();
    __u32 tid = id;

    if (!traced(id))
        return 0;
    __u64 now = bpf_ktime_get_boot_ns();
    long error = bpf_map_update_elem(&start, &tid, &now, BPF_ANY);
    if (error < 0)
        count_refused(error);
    return 0;
}

SEC("tracepoint/syscalls/sys_exit_read")
int latency_sum_exit(void *event)
{
    __u64 id = bpf_get_current_pid_tgid();
    __u32 tid = id;

    if (!traced(id))
        return 0;
    __u64 *since = bpf_map_lookup_elem(&start, &tid);
    if (!since || !*since)
        return 0;
    __u64 time = (bpf_ktime_get_boot_ns() - *since) / 1000;
    char comm[COMM] = {};
    struct number zero = {};
    bpf_get_current_comm(comm, sizeof comm);
    struct number *number = find_or_insert(&us, comm, &zero);
    if (number)
        add(&number->value, time);
    bpf_map_delete_elem(&start, &tid);
    return 0;
}
