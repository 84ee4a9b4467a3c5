// tracepoint:syscalls:sys_exit_read /pid == TARGET && args.ret > 0/ { @bytes = sum(args.ret); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, struct number);
    __uint(max_entries, 1);
} bytes SEC(".maps");

SEC("tracepoint/syscalls/sys_exit_read")
int sum(struct sys_exit *event)
{
    if (TRACED && event->ret > 0)
        add_to(&bytes, event->ret);
    return 0;
}
