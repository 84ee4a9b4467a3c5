package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Span;

/** The order of a script's sections: what the probes and functions are compiled with stands in front of them. */
final class SectionOrder {
    private final Diagnostics diagnostics;
    private boolean configured;
    private boolean begun;

    SectionOrder(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Takes the next section, and reports it if it stands too far down. */
    void check(Section section) {
        if (section instanceof Ast.Probe || section instanceof Section.Subprogram) {
            begun = true;
        } else if (section instanceof Section.Config) {
            if (configured) {
                misplaced(section.span(), "there is more than one config block", "put all settings into one");
            } else if (begun) {
                early("config", section.span());
            }
            configured = true;
        } else if (begun && section instanceof Section.Import) {
            early("root imports", section.span());
        } else if (begun && (section instanceof CAst.Directive || section instanceof CAst.Declaration)) {
            early("C definitions", section.span());
        }
    }

    private void early(String what, Span span) {
        misplaced(span, what + " must appear before probes and functions", "move it up");
    }

    private void misplaced(Span span, String message, String hint) {
        diagnostics.error(Code.MISPLACED_SECTION, span, message, hint);
    }
}
