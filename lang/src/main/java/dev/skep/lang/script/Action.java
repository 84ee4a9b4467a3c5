package dev.skep.lang.script;

import dev.skep.lang.value.Value;
import java.util.List;

/** What an event makes user space do: a pure function of the event's values and the host. */
@FunctionalInterface
public interface Action {
    void run(List<Value> values, Host host);
}
