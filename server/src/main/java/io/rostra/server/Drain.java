package io.rostra.server;

import io.rostra.platform.live.Intake;
import io.rostra.platform.memory.RoomMemory;
import io.rostra.platform.webhook.WebhookDispatcher;
import io.rostra.signalling.Signalling;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what goes on in rooms before the server stops, while it still answers:
///
/// 1. nobody new is taken, `/readyz` says so, and the peers are told;
/// 2. recordings, live streams and pushes end whole, and viewers get the last segments;
/// 3. the peers' connections are closed: their clients come back to the server's successor;
/// 4. what happened is written down, and backends are told of it.
///
/// @param live what shows rooms to an audience, as the platform is told of it
record Drain(
        Intake intake,
        Signalling signalling,
        LiveRecordings recordings,
        ReportedBroadcasts live,
        ReportedRestreams restreams,
        RoomMemory memory,
        WebhookDispatcher webhooks) {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    /// Players ask for the last parts right after the playlist says that it ends.
    private static final Duration LAST_SEGMENTS = Duration.ofSeconds(3);

    /// @param atMost after which what has not ended is left to the next start, which mends it
    void run(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        intake.close();
        boolean watched = live.stopAll();
        restreams.stopAll();
        try {
            recordings.endAll(left(until));
            if (watched) {
                Thread.sleep(min(LAST_SEGMENTS, left(until)));
            }
            signalling.close();
            memory.settled().get(left(until).toNanos(), TimeUnit.NANOSECONDS);
            if (!webhooks.flush(left(until))) {
                log.info("Some webhooks are sent after the next start");
            }
        } catch (TimeoutException | ExecutionException e) {
            log.warn("Not everything ended in time; the next start mends it");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration left(long until) {
        return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
