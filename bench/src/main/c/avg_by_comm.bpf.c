// tracepoint:syscalls:sys_exit_read /pid == TARGET/ { @[comm] = avg(args.ret); }
#include "program.h"

struct average {
    __u64 sum;
    __u64 count;
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __uint(key_size, COMM);
    __type(value, struct average);
    __uint(max_entries, ENTRIES);
} averages SEC(".maps");

SEC("tracepoint/syscalls/sys_exit_read")
int avg_by_comm(struct sys_exit *event)
{
    char comm[COMM] = {};
    struct average zero = {};

    if (!TRACED)
        return 0;
    bpf_get_current_comm(comm, sizeof comm);
    struct average *average = find_or_insert(&averages, comm, &zero);
    if (average) {
        add(&average->sum, event->ret);
        add(&average->count, 1);
    }
    return 0;
}
