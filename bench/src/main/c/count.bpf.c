// tracepoint:syscalls:sys_enter_getppid /pid == TARGET/ { @ = count(); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, 1);
} counts SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_getppid")
int count(void *event)
{
    if (TRACED)
        count_at(&counts, 0, 1);
    return 0;
}
