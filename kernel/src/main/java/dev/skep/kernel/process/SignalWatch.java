package dev.skep.kernel.process;

import dev.skep.kernel.UnsupportedFeatureException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * A signal that this process takes, until the watch is closed: then it means again what it meant before. Of several watches of
 * one signal the last has it.
 *
 * <p>The Java library's way to a signal is {@code sun.misc.Signal}, which is supported (JEP 260) but which the compiler warns of
 * with no way to say that it is meant; so it is called by reflection.
 */
public final class SignalWatch implements AutoCloseable {
    private final Object signal;
    private final Object before;

    private SignalWatch(Object signal, Object before) {
        this.signal = signal;
        this.before = before;
    }

    /**
     * Takes a signal.
     *
     * @param name with its prefix: {@code SIGUSR1}
     * @param action is run for each, in a thread of its own; what comes while one waits to be run comes once, as signals do
     * @throws UnsupportedFeatureException if the JVM keeps the signal to itself
     */
    public static SignalWatch on(String name, Runnable action) {
        try {
            Object signal = Class.forName("sun.misc.Signal")
                    .getConstructor(String.class)
                    .newInstance(name.substring("SIG".length()));
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object taking = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        return switch (method.getName()) {
                            case "handle" -> {
                                action.run();
                                yield null;
                            }
                            case "equals" -> self == arguments[0];
                            case "hashCode" -> System.identityHashCode(self);
                            default -> "handler of " + name;
                        };
                    });
            return new SignalWatch(signal, handle(signal, taking));
        } catch (InvocationTargetException e) {
            throw refused(name, e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException e) {
            throw refused(name, e);
        }
    }

    private static UnsupportedFeatureException refused(String name, Throwable reason) {
        return new UnsupportedFeatureException("take signal " + name, String.valueOf(reason.getMessage()), "");
    }

    /** Gives a signal to a handler; returns the one that had it. */
    private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        return signal.getClass()
                .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
                .invoke(null, signal, handler);
    }

    @Override
    public void close() {
        try {
            Object _ = handle(signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot give back " + signal, e);
        }
    }
}
