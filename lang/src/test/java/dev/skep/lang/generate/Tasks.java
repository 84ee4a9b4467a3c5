package dev.skep.lang.generate;

import java.util.List;

/** Members of the kernel's tasks, along chains of pointers: from the current one, or from where nothing is. */
final class Tasks {
    private static final List<String> NUMBERS = List.of("pid", "tgid");

    private final Generator generator;

    Tasks(Generator generator) {
        this.generator = generator;
    }

    /** A number of a task: the current one, its group's leader, or none. */
    String number(int depth) {
        return task(depth) + "->group_leader".repeat(generator.below(4)) + "->" + generator.pick(NUMBERS);
    }

    /** The name of the current task, or of none. That of the leader may be another. */
    String name(int depth) {
        return task(depth) + "->comm";
    }

    private String task(int depth) {
        return switch (generator.below(5)) {
            case 0 -> "((struct task_struct *)kptr(" + generator.below(4096) + "))";
            case 1 -> "((struct task_struct *)kptr(" + generator.integers().write(depth) + " & 4095))";
            default -> "curtask";
        };
    }
}
