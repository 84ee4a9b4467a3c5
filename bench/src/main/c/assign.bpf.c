// tracepoint:syscalls:sys_enter_read /pid == TARGET/ { @last[args.fd] = args.count > 100 ? args.count : 0; @total += args.count; }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, ENTRIES);
} last SEC(".maps");

struct number total;

SEC("tracepoint/syscalls/sys_enter_read")
int assign(struct sys_enter *event)
{
    if (!TRACED)
        return 0;
    __u32 fd = event->args[0];
    __u64 count = event->args[2];
    __u64 value = count > 100 ? count : 0;
    long error = bpf_map_update_elem(&last, &fd, &value, BPF_ANY);
    if (error < 0)
        count_refused(error);
    add(&total.value, count);
    total.set = 1;
    return 0;
}
