// tracepoint:syscalls:sys_enter_getppid /pid == TARGET/ { @[pid, comm] = count(); }
#include "program.h"

struct key {
    __u32 pid;
    char comm[COMM];
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __type(key, struct key);
    __type(value, __u64);
    __uint(max_entries, ENTRIES);
} counts SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_getppid")
int count_by_pid_comm(void *event)
{
    __u64 id = bpf_get_current_pid_tgid();
    struct key key = {.pid = id >> 32};

    if (!traced(id))
        return 0;
    bpf_get_current_comm(key.comm, sizeof key.comm);
    count_in(&counts, &key, 1);
    return 0;
}
