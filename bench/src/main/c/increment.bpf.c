// tracepoint:syscalls:sys_enter_getppid /pid == TARGET/ { @n++; }
#include "program.h"

struct number n;

SEC("tracepoint/syscalls/sys_enter_getppid")
int increment(void *event)
{
    if (TRACED) {
        add(&n.value, 1);
        n.set = 1;
    }
    return 0;
}
