/**
 * Attach plans: for each probe of a checked script the cheapest way to run its program that means the same. A plan changes
 * how a program is attached and where it finds the event's fields, never what the script sees.
 */
@NullMarked
package dev.skep.lang.plan;

import org.jspecify.annotations.NullMarked;
