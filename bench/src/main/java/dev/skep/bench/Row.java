package dev.skep.bench;

/**
 * A row of the table.
 *
 * @param what is measured
 * @param unit of the figures
 * @param rounds how often; the median counts
 * @param goal what Skep is to reach, in words
 */
record Row(String what, String unit, int rounds, String goal, Measurement measurement) {}
