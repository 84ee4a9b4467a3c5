package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a block as it is read. Whether the last expression of a block is its value shows only at its end and by its
 * place: the same text is a statement in a probe and a value in a macro.
 */
sealed interface Draft {
    /** Whether it has a value where one is asked for. */
    boolean hasValue();

    Ast.Statement asStatement();

    Ast.Expr asValue();

    /** A statement and nothing else. */
    record Done(Ast.Statement statement) implements Draft {
        @Override
        public boolean hasValue() {
            return false;
        }

        @Override
        public Ast.Statement asStatement() {
            return statement;
        }

        @Override
        public Ast.Expr asValue() {
            throw new IllegalStateException("a statement has no value");
        }
    }

    /** An expression that no semicolon ends. */
    record Value(Ast.Expr expr, Span span) implements Draft {
        @Override
        public boolean hasValue() {
            return true;
        }

        @Override
        public Ast.Statement asStatement() {
            return new Ast.ExpressionStatement(expr, span);
        }

        @Override
        public Ast.Expr asValue() {
            return expr;
        }
    }

    /** A block; {@code last} is what stands at its end, or null in an empty one. */
    record Block(List<Ast.Statement> statements, @Nullable Draft last, Span span) implements Draft {
        @Override
        public boolean hasValue() {
            return last != null && last.hasValue();
        }

        @Override
        public Ast.Block asStatement() {
            return new Ast.Block(last == null ? statements : with(last.asStatement()), span);
        }

        @Override
        public Ast.BlockExpression asValue() {
            if (last == null) {
                return new Ast.BlockExpression(statements, null, span);
            }
            return last.hasValue()
                    ? new Ast.BlockExpression(statements, last.asValue(), span)
                    : new Ast.BlockExpression(with(last.asStatement()), null, span);
        }

        private List<Ast.Statement> with(Ast.Statement end) {
            List<Ast.Statement> all = new ArrayList<>(statements);
            all.add(end);
            return all;
        }
    }

    /** An {@code if}; {@code otherwise} is a block, another branch, or null. */
    record Branch(Ast.Expr condition, Block then, @Nullable Draft otherwise, Span span) implements Draft {
        @Override
        public boolean hasValue() {
            return otherwise != null && then.hasValue() && otherwise.hasValue();
        }

        @Override
        public Ast.If asStatement() {
            return new Ast.If(condition, then.asStatement(), otherwise == null ? null : otherwise.asStatement(), span);
        }

        @Override
        public Ast.Expr asValue() {
            if (otherwise == null) {
                throw new IllegalStateException("an 'if' without an 'else' has no value");
            }
            return new Ast.IfExpression(condition, then.asValue(), otherwise.asValue(), span);
        }
    }
}
