package dev.skep.lang.syntax;

/** Prints types, as a part of {@link SourcePrinter}. */
final class TypePrinter implements TypeName.Visitor<StringBuilder> {
    private final StringBuilder out;
    private final SourcePrinter expressions;

    TypePrinter(StringBuilder out, SourcePrinter expressions) {
        this.out = out;
        this.expressions = expressions;
    }

    @Override
    public StringBuilder named(TypeName.Named type) {
        return out.append(type.name());
    }

    @Override
    public StringBuilder tagged(TypeName.Tagged type) {
        return out.append(type.tag().text()).append(' ').append(type.name());
    }

    @Override
    public StringBuilder pointer(TypeName.Pointer type) {
        type.target().accept(this);
        return out.append(type.target() instanceof TypeName.Pointer ? "*" : " *");
    }

    @Override
    public StringBuilder array(TypeName.Array type) {
        TypeName element = type;
        while (element instanceof TypeName.Array array) {
            element = array.element();
        }
        element.accept(this);
        TypeName outer = type;
        while (outer instanceof TypeName.Array array) {
            out.append('[');
            Ast.Expr count = array.count();
            if (count != null) {
                expressions.lowest(count);
            }
            out.append(']');
            outer = array.element();
        }
        return out;
    }

    @Override
    public StringBuilder typeOf(TypeName.TypeOf type) {
        Ast.Expr operand = type.operand();
        if (operand instanceof Ast.TypeExpr typeExpr && !(typeExpr.type() instanceof TypeName.TypeOf)) {
            out.append("typeof(");
            return typeExpr.type().accept(this).append(')');
        }
        boolean parentheses = looksLikeType(operand);
        out.append(type.explicit() ? "typeof(" : "").append(parentheses ? "(" : "");
        expressions.lowest(operand);
        return out.append(parentheses ? ")" : "").append(type.explicit() ? ")" : "");
    }

    /** Whether an operand of {@code sizeof} and its like would be read as a type without parentheses around it. */
    private static boolean looksLikeType(Ast.Expr operand) {
        Ast.Expr object = operand;
        while (object instanceof Ast.Index index) {
            object = index.object();
        }
        return object instanceof Ast.Name || (object instanceof Ast.TypeExpr && object != operand);
    }
}
