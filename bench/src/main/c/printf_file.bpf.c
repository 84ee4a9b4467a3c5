// tracepoint:syscalls:sys_enter_openat /pid == TARGET/ { printf("%s %s\n", comm, str(args.filename)); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4 << 20);
} ring SEC(".maps");

struct record {
    __u64 event;
    char comm[COMM];
    char file[STRING];
};

SEC("tracepoint/syscalls/sys_enter_openat")
int printf_file(struct sys_enter *event)
{
    if (!TRACED)
        return 0;
    struct record *record = bpf_ringbuf_reserve(&ring, sizeof *record, 0);
    if (!record) {
        count_loss(LOST_EVENT);
        return 0;
    }
    record->event = 0;
    bpf_get_current_comm(record->comm, sizeof record->comm);
    if (bpf_probe_read_user_str(record->file, sizeof record->file, (void *)event->args[1]) < 0)
        count_loss(FAILED_READ);
    bpf_ringbuf_submit(record, 0);
    return 0;
}
