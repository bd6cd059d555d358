package io.rostra.signalling.session;

import io.rostra.sfu.net.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How long a session lasts: from the first member to the last, and no longer than its room allows.
/// While it does, it is noted now and then that it does, so that after a restart it shows how long
/// ago it was. Confined to the room's event loop.
final class Term {

    private static final Duration HEARTBEAT = Duration.ofMinutes(1);

    private final Greeting greeting;
    private final Journal journal;
    private final EventLoop loop;
    private final InstantSource clock;
    private final Consumer<String> expire;
    private EventLoop.@Nullable Timer end;
    private EventLoop.@Nullable Timer heartbeat;

    /// @param expire sends everybody away, with this reason
    Term(
            Greeting greeting,
            Journal journal,
            EventLoop loop,
            InstantSource clock,
            Consumer<String> expire) {
        this.greeting = greeting;
        this.journal = journal;
        this.loop = loop;
        this.clock = clock;
        this.expire = expire;
    }

    /// A session has begun, or goes on after a restart.
    void begin() {
        keep();
        scheduleEnd();
    }

    void keep() {
        stop(heartbeat);
        journal.put(Kept.SESSION, greeting.session(clock.millis()));
        heartbeat = loop.schedule(HEARTBEAT, this::keep);
    }

    private void scheduleEnd() {
        Integer seconds = greeting.room().options().maxDurationSeconds();
        if (seconds == null) {
            return;
        }
        Instant now = Instant.ofEpochMilli(clock.millis());
        Duration left = Duration.between(now, greeting.startedAt().plusSeconds(seconds));
        end =
                loop.schedule(
                        left.isNegative() ? Duration.ZERO : left,
                        () ->
                                expire.accept(
                                        "The session is over: it may last "
                                                + seconds
                                                + " seconds"));
    }

    /// The last member is gone.
    void end() {
        stop(end);
        end = null;
    }

    /// Nothing more is to be noted.
    void close() {
        stop(heartbeat);
    }

    private static void stop(EventLoop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
