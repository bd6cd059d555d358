package io.rostra.server;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What SIGTERM and SIGINT do: the first stops the server in order, by the shutdown hooks of the
/// JVM; a second one ends the process at once. Without this the JVM hears no second one.
///
/// `sun.misc.Signal` is what every JDK has for it, in a module that is there to stay (JEP 260), but
/// the compiler warns of its use and lets nobody switch that off: hence by reflection.
final class StopSignals {

    private static final Logger log = LoggerFactory.getLogger(StopSignals.class);

    /// 128 and the number of the signal, as shells report it.
    private static final int KILLED = 128 + 15;

    private static final AtomicBoolean stopping = new AtomicBoolean();

    private StopSignals() {}

    static void install() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours =
                    Proxy.newProxyInstance(
                            StopSignals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, method, _) -> {
                                if (method.getName().equals("handle")) {
                                    stop();
                                }
                                return null;
                            });
            Method handle = signal.getMethod("handle", signal, handler);
            for (String name : new String[] {"TERM", "INT"}) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
            }
        } catch (ReflectiveOperationException e) {
            log.debug("A second signal will not be heard", e);
        }
    }

    private static void stop() {
        if (stopping.compareAndSet(false, true)) {
            new Thread(() -> System.exit(0), "signal").start();
        } else {
            log.warn("Told to stop a second time: ending at once");
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
