// tracepoint:syscalls:sys_exit_read /pid == TARGET && args.ret < 0/ { @[-args.ret] = count(); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __type(key, __s64);
    __type(value, __u64);
    __uint(max_entries, ENTRIES);
} errors SEC(".maps");

SEC("tracepoint/syscalls/sys_exit_read")
int count_errors(struct sys_exit *event)
{
    if (!TRACED || event->ret >= 0)
        return 0;
    __s64 error = -event->ret;
    count_in(&errors, &error, 1);
    return 0;
}
