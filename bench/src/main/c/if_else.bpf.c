// tracepoint:syscalls:sys_enter_read /pid == TARGET/ { if (args.count < 100) { @a = count(); } else if (args.count < 1000) { @b = count(); } else { @c = count(); } }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, 1);
} a SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, 1);
} b SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, 1);
} c SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_read")
int if_else(struct sys_enter *event)
{
    if (!TRACED)
        return 0;
    __u64 count = event->args[2];
    if (count < 100)
        count_at(&a, 0, 1);
    else if (count < 1000)
        count_at(&b, 0, 1);
    else
        count_at(&c, 0, 1);
    return 0;
}
