// tracepoint:syscalls:sys_exit_read /pid == TARGET/ { @bytes = hist(args.ret); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, 66);
} buckets SEC(".maps");

SEC("tracepoint/syscalls/sys_exit_read")
int hist(struct sys_exit *event)
{
    if (TRACED)
        count_at(&buckets, log2_bucket(event->ret), 1);
    return 0;
}
