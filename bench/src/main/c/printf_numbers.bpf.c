// tracepoint:syscalls:sys_enter_read /pid == TARGET/ { printf("%d %d %d %d %d\n", pid, tid, uid, args.fd, args.count); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4 << 20);
} ring SEC(".maps");

struct record {
    __u64 event;
    __u32 pid, tid, uid, fd;
    __u64 count;
};

SEC("tracepoint/syscalls/sys_enter_read")
int printf_numbers(struct sys_enter *event)
{
    __u64 id = bpf_get_current_pid_tgid();

    if (!traced(id))
        return 0;
    struct record *record = bpf_ringbuf_reserve(&ring, sizeof *record, 0);
    if (!record) {
        count_loss(LOST_EVENT);
        return 0;
    }
    record->event = 0;
    record->pid = id >> 32;
    record->tid = id;
    record->uid = bpf_get_current_uid_gid();
    record->fd = event->args[0];
    record->count = event->args[2];
    bpf_ringbuf_submit(record, 0);
    return 0;
}
