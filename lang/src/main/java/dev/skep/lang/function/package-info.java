/**
 * The language's builtins, functions and map functions, a class each: its names, its type rule, its lowering and, if it
 * finishes in user space, its action. {@link dev.skep.lang.function.Functions} lists them all.
 */
@NullMarked
package dev.skep.lang.function;

import org.jspecify.annotations.NullMarked;
