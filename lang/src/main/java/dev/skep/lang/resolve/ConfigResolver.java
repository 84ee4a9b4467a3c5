package dev.skep.lang.resolve;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.script.Config;
import dev.skep.lang.script.ConfigKey;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Section;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the {@code config} block of a script. */
public final class ConfigResolver {
    private final Diagnostics diagnostics;
    private Config config = Config.NONE;

    private ConfigResolver(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** What a script sets; what is wrong is reported, and left out. */
    public static Config resolve(Ast.Script script, Diagnostics diagnostics) {
        ConfigResolver resolver = new ConfigResolver(diagnostics);
        for (Section section : script.sections()) {
            if (section instanceof Section.Config block) {
                for (Section.Config.Entry entry : block.entries()) {
                    resolver.entry(entry);
                }
            }
        }
        return resolver.config;
    }

    private void entry(Section.Config.Entry entry) {
        ConfigKey key = ConfigKey.of(entry.key());
        if (key == null) {
            unknown(entry);
            return;
        }
        String value = value(entry.value());
        Config more = value == null ? null : config.with(key, value);
        if (more == null) {
            diagnostics.error(
                    Code.BAD_CONFIG,
                    entry.value().span(),
                    key.text() + " takes " + key.takes() + ", not "
                            + entry.value().span().text());
        } else {
            config = more;
        }
    }

    private void unknown(Section.Config.Entry entry) {
        String name = entry.key().toLowerCase(Locale.ROOT);
        String plain = name.startsWith("bpftrace_") ? name.substring("bpftrace_".length()) : name;
        if (ConfigKey.isForgotten(plain)) {
            diagnostics.warning(
                    Code.FORGOTTEN_CONFIG, entry.keySpan(), plain + " has no effect any more", "leave it out");
            return;
        }
        ConfigKey renamed = ConfigKey.renamed(plain);
        if (renamed == null) {
            diagnostics.error(
                    Code.UNKNOWN_CONFIG,
                    entry.keySpan(),
                    "Unrecognized config variable: " + entry.key(),
                    Suggestions.hints(plain, ConfigKey.names()));
        } else {
            boolean reversed = plain.startsWith("no_");
            diagnostics.error(
                    Code.UNKNOWN_CONFIG,
                    entry.keySpan(),
                    plain + " has another name now",
                    "write " + renamed.text() + (reversed ? ", which says the opposite" : ""));
        }
    }

    private static @Nullable String value(Ast.Expr expr) {
        if (expr instanceof Ast.IntegerLiteral number) {
            return Long.toUnsignedString(number.value());
        } else if (expr instanceof Ast.StringLiteral text) {
            return text.value();
        } else if (expr instanceof Ast.BoolLiteral bool) {
            return bool.value() ? "true" : "false";
        }
        return expr instanceof Ast.Name name ? name.name() : null;
    }
}
