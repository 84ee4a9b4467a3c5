/**
 * Text to tree and back: lexer, parser, the abstract syntax tree with its printers, and the formatter of scripts.
 */
@NullMarked
package dev.skep.lang.syntax;

import org.jspecify.annotations.NullMarked;
