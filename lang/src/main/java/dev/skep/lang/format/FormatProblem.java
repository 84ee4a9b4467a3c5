package dev.skep.lang.format;

/**
 * What is wrong with a format or the arguments given to it.
 *
 * @param argument which argument is wrong, counted from 0; -1 if it is the format, or the number of arguments
 * @param start the offset in the format of what is wrong
 * @param end the offset behind it
 */
public record FormatProblem(int argument, int start, int end, String message) {}
