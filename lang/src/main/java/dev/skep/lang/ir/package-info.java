/**
 * The intermediate representation: functions of basic blocks over virtual registers that are each assigned once.
 */
@NullMarked
package dev.skep.lang.ir;

import org.jspecify.annotations.NullMarked;
