package dev.skep.lang.probe;

import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tracepoints tell what a function of the kernel does: a system call's of the functions that do its work, and those in
 * a table of what is traced most. Looked at only to word a message.
 */
final class FunctionTracepoints {
    /** What stands in front of a system call's name in the function that does its work. */
    private static final List<String> PREFIXES = List.of(
            "__x64_sys_",
            "__arm64_sys_",
            "__ia32_sys_",
            "__se_sys_",
            "__do_sys_",
            "do_sys_",
            "ksys_",
            "sys_",
            "vfs_",
            "do_",
            "");

    /** Functions, then the tracepoints that they come to: in them, or close by. */
    private static final String TABLE = """
            vfs_open do_sys_open do_sys_openat2 do_filp_open path_openat : syscalls:sys_enter_openat syscalls:sys_enter_openat2 syscalls:sys_enter_open
            vfs_read ksys_read : syscalls:sys_enter_read syscalls:sys_enter_pread64 syscalls:sys_enter_readv
            vfs_write ksys_write : syscalls:sys_enter_write syscalls:sys_enter_pwrite64 syscalls:sys_enter_writev
            vfs_fsync vfs_fsync_range : syscalls:sys_enter_fsync syscalls:sys_enter_fdatasync
            vfs_unlink do_unlinkat : syscalls:sys_enter_unlinkat syscalls:sys_enter_unlink
            vfs_rename do_renameat2 : syscalls:sys_enter_renameat2 syscalls:sys_enter_rename
            vfs_mkdir do_mkdirat : syscalls:sys_enter_mkdirat syscalls:sys_enter_mkdir
            vfs_create : syscalls:sys_enter_openat syscalls:sys_enter_creat
            vfs_statx vfs_fstatat vfs_getattr : syscalls:sys_enter_statx syscalls:sys_enter_newfstatat
            do_nanosleep hrtimer_nanosleep : syscalls:sys_enter_clock_nanosleep syscalls:sys_enter_nanosleep
            filemap_add_folio add_to_page_cache_lru : filemap:mm_filemap_add_to_page_cache
            folio_account_dirtied account_page_dirtied mark_buffer_dirty : writeback:writeback_dirty_folio
            tcp_connect tcp_v4_connect tcp_v6_connect : sock:inet_sock_set_state syscalls:sys_enter_connect
            tcp_set_state tcp_close tcp_fin inet_csk_listen_start inet_listen : sock:inet_sock_set_state
            inet_csk_accept : sock:inet_sock_set_state syscalls:sys_exit_accept4
            tcp_sendmsg tcp_sendmsg_locked udp_sendmsg udpv6_sendmsg : sock:sock_send_length
            tcp_recvmsg tcp_cleanup_rbuf udp_recvmsg udpv6_recvmsg : sock:sock_recv_length
            tcp_retransmit_skb __tcp_retransmit_skb : tcp:tcp_retransmit_skb
            tcp_rcv_established : tcp:tcp_probe
            tcp_reset : tcp:tcp_receive_reset
            tcp_v4_send_reset tcp_v6_send_reset : tcp:tcp_send_reset
            tcp_v4_destroy_sock : tcp:tcp_destroy_sock
            tcp_drop tcp_drop_reason kfree_skb kfree_skb_reason sk_skb_reason_drop : skb:kfree_skb
            consume_skb : skb:consume_skb
            __dev_queue_xmit dev_queue_xmit ip_output ip6_output : net:net_dev_queue
            dev_hard_start_xmit : net:net_dev_start_xmit
            netif_receive_skb __netif_receive_skb ip_rcv : net:netif_receive_skb
            submit_bio submit_bio_noacct : block:block_bio_queue
            bio_endio : block:block_bio_complete
            blk_account_io_start __blk_account_io_start : block:block_io_start block:block_rq_insert
            blk_mq_start_request blk_start_request : block:block_rq_issue
            blk_account_io_done __blk_account_io_done : block:block_io_done block:block_rq_complete
            blk_mq_end_request blk_update_request blk_account_io_completion : block:block_rq_complete
            blk_account_io_merge_bio : block:block_bio_backmerge block:block_bio_frontmerge
            kmem_cache_alloc kmem_cache_alloc_noprof kmem_cache_alloc_node kmem_cache_alloc_lru : kmem:kmem_cache_alloc
            kmem_cache_free : kmem:kmem_cache_free
            kmalloc __kmalloc __kmalloc_noprof __kmalloc_node __kmalloc_cache_noprof : kmem:kmalloc
            kfree : kmem:kfree
            __alloc_pages __alloc_pages_noprof alloc_pages : kmem:mm_page_alloc
            __free_pages free_pages __free_pages_ok : kmem:mm_page_free
            finish_task_switch __schedule schedule : sched:sched_switch
            try_to_wake_up ttwu_do_wakeup ttwu_do_activate : sched:sched_wakeup
            wake_up_new_task : sched:sched_wakeup_new
            set_task_cpu : sched:sched_migrate_task
            kernel_clone _do_fork copy_process : sched:sched_process_fork
            do_exit : sched:sched_process_exit
            do_execve do_execveat_common bprm_execve begin_new_exec : sched:sched_process_exec
            send_signal_locked __send_signal_locked do_send_sig_info send_sig_info : signal:signal_generate
            get_signal : signal:signal_deliver
            oom_kill_process : oom:mark_victim
            try_to_free_pages do_try_to_free_pages : vmscan:mm_vmscan_direct_reclaim_begin
            handle_mm_fault do_user_addr_fault : exceptions:page_fault_user
            handle_irq_event_percpu __handle_irq_event_percpu : irq:irq_handler_entry
            do_softirq __do_softirq handle_softirqs : irq:softirq_entry
            process_one_work : workqueue:workqueue_execute_start
            __queue_work queue_work_on : workqueue:workqueue_queue_work
            __hrtimer_run_queues : timer:hrtimer_expire_entry
            call_timer_fn : timer:timer_expire_entry
            do_init_module : module:module_load
            cap_capable : capability:cap_capable
            __mutex_lock_slowpath mutex_lock rwsem_down_write_slowpath : lock:contention_begin
            """;

    private FunctionTracepoints() {}

    /** The functions of the table. */
    static List<String> functions() {
        List<String> functions = new ArrayList<>();
        for (String row : TABLE.split("\n")) {
            functions.addAll(List.of(row.substring(0, row.indexOf(" : ")).split(" ")));
        }
        return functions;
    }

    /** What tells as much as a function, as far as the kernel has it, as attach points. */
    static List<String> of(String function, boolean atReturn, Target target) {
        List<String> found = new ArrayList<>();
        for (String row : TABLE.split("\n")) {
            int colon = row.indexOf(" : ");
            if (List.of(row.substring(0, colon).split(" ")).contains(function)) {
                for (String tracepoint : row.substring(colon + 3).split(" ")) {
                    add(atReturn ? tracepoint.replace(":sys_enter_", ":sys_exit_") : tracepoint, target, found);
                }
            }
        }
        if (found.isEmpty()) {
            systemCall(function, atReturn, target, found);
        }
        if (target.hasRawTracepoint(function) && found.isEmpty()) {
            found.add("rawtracepoint:" + function);
        }
        return found;
    }

    private static void systemCall(String function, boolean atReturn, Target target, List<String> found) {
        for (String prefix : PREFIXES) {
            if (found.isEmpty() && function.length() > prefix.length() && function.startsWith(prefix)) {
                String call = function.substring(prefix.length());
                add("syscalls:" + (atReturn ? "sys_exit_" : "sys_enter_") + call, target, found);
            }
        }
    }

    private static void add(String tracepoint, Target target, List<String> found) {
        int colon = tracepoint.indexOf(':');
        if (target.hasTracepoint(tracepoint.substring(0, colon), tracepoint.substring(colon + 1))) {
            found.add("tracepoint:" + tracepoint);
        }
    }
}
