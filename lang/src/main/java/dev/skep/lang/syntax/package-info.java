/**
 * Text to tree: lexer, parser, and the abstract syntax tree with its printer.
 */
@NullMarked
package dev.skep.lang.syntax;

import org.jspecify.annotations.NullMarked;
