// tracepoint:syscalls:sys_enter_read /pid == TARGET/ { $x = (args.count * 13 + args.fd) / 7 % 1000; @ = sum(($x << 2) ^ ($x >> 1)); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, struct number);
    __uint(max_entries, 1);
} sums SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_read")
int arithmetic(struct sys_enter *event)
{
    if (!TRACED)
        return 0;
    __u64 x = (event->args[2] * 13 + (__u32)event->args[0]) / 7 % 1000;
    add_to(&sums, (x << 2) ^ (x >> 1));
    return 0;
}
