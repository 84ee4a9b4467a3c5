// tracepoint:syscalls:sys_enter_read /pid == TARGET/ { @start[tid] = nsecs; }
// tracepoint:syscalls:sys_exit_read /pid == TARGET && @start[tid]/ { @ns[comm] = hist(nsecs - @start[tid]); delete(@start[tid]); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, ENTRIES);
} start SEC(".maps");

struct bucket {
    char comm[COMM];
    __u32 bucket;
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __type(key, struct bucket);
    __type(value, __u64);
    __uint(max_entries, 2 * ENTRIES);
} ns SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_read")
int latency_enter(void *event)
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
int latency_exit(void *event)
{
    __u64 id = bpf_get_current_pid_tgid();
    __u32 tid = id;

    if (!traced(id))
        return 0;
    __u64 *since = bpf_map_lookup_elem(&start, &tid);
    if (!since || !*since)
        return 0;
    struct bucket key = {.bucket = log2_bucket(bpf_ktime_get_boot_ns() - *since)};
    bpf_get_current_comm(key.comm, sizeof key.comm);
    count_in(&ns, &key, 1);
    bpf_map_delete_elem(&start, &tid);
    return 0;
}
