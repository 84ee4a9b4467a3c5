package dev.skep.lang.probe;

import dev.skep.lang.target.TracepointFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One line of a listing.
 *
 * @param name as it is written in a script: {@code tracepoint:sched:sched_switch}; what needs another part ends with a
 *     colon: {@code software:cpu-clock:}
 * @param fields what {@code args} has, found when first asked, or null
 */
public record ProbeEntry(String name, @Nullable Supplier<TracepointFormat> fields) {

    /** The fields of {@code args} as declarations, without those that every tracepoint has: {@code const char * filename}. */
    public List<String> arguments() {
        List<String> declarations = new ArrayList<>();
        if (fields != null) {
            for (TracepointFormat.Field field : fields.get().fields()) {
                if (!field.isCommon()) {
                    declarations.add(field.declaration());
                }
            }
        }
        return declarations;
    }
}
