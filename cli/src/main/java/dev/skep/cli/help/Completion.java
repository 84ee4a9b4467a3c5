package dev.skep.cli.help;

import dev.skep.cli.option.Option;
import dev.skep.cli.option.UsageException;

/** Completion scripts for shells, made from the option table. */
public final class Completion {
    private Completion() {}

    /**
     * A script for a shell.
     *
     * @param shell {@code bash}, {@code zsh} or {@code fish}
     * @throws UsageException if it is another shell
     */
    public static String script(String shell) throws UsageException {
        return switch (shell) {
            case "bash" -> bash();
            case "zsh" -> zsh();
            case "fish" -> fish();
            default ->
                throw new UsageException("no completion for '" + shell + "': there is one for bash, zsh and fish");
        };
    }

    private static String bash() {
        StringBuilder words = new StringBuilder();
        StringBuilder files = new StringBuilder();
        StringBuilder others = new StringBuilder();
        for (Option option : Option.values()) {
            words.append(words.isEmpty() ? "" : " ").append("--").append(option.word());
            if (option.letter() != '\0') {
                words.append(" -").append(option.letter());
            }
            if (option.argument() != null && option.choices().isEmpty()) {
                StringBuilder to = option == Option.OUTPUT ? files : others;
                to.append(to.isEmpty() ? "" : "|").append("--").append(option.word());
                if (option.letter() != '\0') {
                    to.append("|-").append(option.letter());
                }
            }
        }
        StringBuilder out = new StringBuilder("""
                # bash completion for skep: source <(skep --completion bash)
                _skep() {
                    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
                    COMPREPLY=()
                    case $before in
                """);
        for (Option option : Option.values()) {
            if (!option.choices().isEmpty()) {
                out.append("    ");
                if (option.letter() != '\0') {
                    out.append('-').append(option.letter()).append('|');
                }
                out.append("--").append(option.word()).append(") COMPREPLY=($(compgen -W '");
                out.append(String.join(" ", option.choices())).append("' -- \"$word\")); return ;;\n");
            }
        }
        return out.append("    ")
                .append(others)
                .append(") return ;;\n    ")
                .append(files)
                .append(") ;;\n    *) [[ $word != -* ]] || { COMPREPLY=($(compgen -W '")
                .append(words)
                .append("' -- \"$word\")); return; } ;;\n    esac\n    COMPREPLY=($(compgen -f -- \"$word\"))\n}\n")
                .append("complete -o filenames -F _skep skep\n")
                .toString();
    }

    private static String zsh() {
        StringBuilder out = new StringBuilder("""
                #compdef skep
                # zsh completion for skep: skep --completion zsh > a directory of $fpath/_skep
                _arguments -s \\
                """);
        for (Option option : Option.values()) {
            out.append("  ");
            if (option.letter() != '\0') {
                out.append("'(-")
                        .append(option.letter())
                        .append(" --")
                        .append(option.word())
                        .append(")'{-");
                out.append(option.letter())
                        .append(option.argument() == null ? "," : "+,")
                        .append("--");
                out.append(option.word()).append(option.argument() == null ? "}'" : "=}'");
            } else {
                out.append("'--").append(option.word()).append(option.argument() == null ? "" : "=");
            }
            out.append('[')
                    .append(quoted(option.help())
                            .replace("[", "\\[")
                            .replace("]", "\\]")
                            .replace(":", "\\:"));
            out.append(']');
            if (option.argument() != null) {
                out.append(':').append(option.argument()).append(':');
                if (option == Option.OUTPUT) {
                    out.append("_files");
                } else if (!option.choices().isEmpty()) {
                    out.append('(').append(String.join(" ", option.choices())).append(')');
                }
            }
            out.append("' \\\n");
        }
        return out.append("  '*:file:_files'\n").toString();
    }

    private static String fish() {
        StringBuilder out = new StringBuilder("# fish completion for skep: skep --completion fish | source\n");
        for (Option option : Option.values()) {
            out.append("complete -c skep");
            if (option.letter() != '\0') {
                out.append(" -s ").append(option.letter());
            }
            out.append(" -l ").append(option.word());
            if (option.argument() != null) {
                out.append(option == Option.OUTPUT ? " -r" : " -x");
            }
            if (!option.choices().isEmpty()) {
                out.append(" -a '").append(String.join(" ", option.choices())).append('\'');
            }
            out.append(" -d '").append(option.help().replace("'", "\\'")).append("'\n");
        }
        return out.toString();
    }

    /** Inside single quotes of a POSIX shell. */
    private static String quoted(String text) {
        return text.replace("'", "'\\''");
    }
}
