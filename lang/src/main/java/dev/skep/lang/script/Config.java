package dev.skep.lang.script;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is set by a script, or in the environment; whatever is not has its standard value. */
public final class Config {
    /** Nothing is set. */
    public static final Config NONE = new Config(new EnumMap<>(ConfigKey.class));

    private final Map<ConfigKey, String> values;

    private Config(Map<ConfigKey, String> values) {
        this.values = values;
    }

    /** This with one more value; null if the key does not take it. */
    public @Nullable Config with(ConfigKey key, String value) {
        String accepted = key.accept(value);
        if (accepted == null) {
            return null;
        }
        Map<ConfigKey, String> more = new EnumMap<>(ConfigKey.class);
        more.putAll(values);
        more.put(key, accepted);
        return new Config(more);
    }

    /** This and another, whose values count where both have one. */
    public Config under(Config stronger) {
        Map<ConfigKey, String> both = new EnumMap<>(ConfigKey.class);
        both.putAll(values);
        both.putAll(stronger.values);
        return new Config(both);
    }

    /** Whether a key is set. */
    public boolean has(ConfigKey key) {
        return values.containsKey(key);
    }

    /** A text, or one of the key's words. */
    public String text(ConfigKey key) {
        String value = values.get(key);
        return value == null ? key.standard() : value;
    }

    /** A number. */
    public int number(ConfigKey key) {
        return (int) Long.parseLong(text(key));
    }

    /** Whether something is switched on. */
    public boolean isOn(ConfigKey key) {
        return text(key).equals("true");
    }
}
