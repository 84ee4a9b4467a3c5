// tracepoint:syscalls:sys_exit_read /pid == TARGET/ { @[comm] = hist(args.ret); }
#include "program.h"

struct bucket {
    char comm[COMM];
    __u32 bucket;
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __type(key, struct bucket);
    __type(value, __u64);
    __uint(max_entries, 2 * ENTRIES);
} buckets SEC(".maps");

SEC("tracepoint/syscalls/sys_exit_read")
int hist_by_comm(struct sys_exit *event)
{
    if (!TRACED)
        return 0;
    struct bucket key = {.bucket = log2_bucket(event->ret)};
    bpf_get_current_comm(key.comm, sizeof key.comm);
    count_in(&buckets, &key, 1);
    return 0;
}
