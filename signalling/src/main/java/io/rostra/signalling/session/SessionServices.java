package io.rostra.signalling.session;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.live.Restreams;
import io.rostra.platform.room.Room;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a session uses of the rest of the server.
///
/// @param recordings null when this server does not record
/// @param restreams null when this server does not push to others
/// @param lock makes the room let nobody in any more; done when that is on the disk
/// @param sfuNodeId names the media node
record SessionServices(
        Broadcasts broadcasts,
        @Nullable Recordings recordings,
        @Nullable Restreams restreams,
        Journal.Sink memory,
        Function<Room, CompletableFuture<Void>> lock,
        InstantSource clock,
        SessionConfig config,
        String sfuNodeId) {}
