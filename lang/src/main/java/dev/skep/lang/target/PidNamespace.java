package dev.skep.lang.target;

/**
 * A PID namespace, as {@code bpf_get_ns_current_pid_tgid} takes it: by its file, {@code /proc/self/ns/pid}.
 *
 * @param device of the file system that the file lies in
 * @param inode the file's number
 */
public record PidNamespace(long device, long inode) {}
