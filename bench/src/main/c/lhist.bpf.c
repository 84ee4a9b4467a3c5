// tracepoint:syscalls:sys_exit_read /pid == TARGET/ { @ = lhist(args.ret, 0, 2000, 200); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, 12);
} buckets SEC(".maps");

SEC("tracepoint/syscalls/sys_exit_read")
int lhist(struct sys_exit *event)
{
    if (!TRACED)
        return 0;
    __s64 value = event->ret;
    count_at(&buckets, value < 0 ? 0 : value >= 2000 ? 11 : (__u64)value / 200 + 1, 1);
    return 0;
}
