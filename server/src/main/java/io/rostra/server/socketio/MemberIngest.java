package io.rostra.server.socketio;

import io.rostra.sfu.Router;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.Track;
import io.rostra.socketio.rooms.RoomError;
import io.rostra.streaming.ingest.ChunkIngest;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts what members of platform rooms record and send over Socket.IO into the router of their
/// room, as tracks that peers of all kinds receive and that can go live. Thread-safe.
public final class MemberIngest implements MemberMedia {
    private static final Logger log = LoggerFactory.getLogger(MemberIngest.class);

    /// Of one member, on their way to the room's loop.
    private static final int MAX_QUEUED_BYTES = 8 << 20;

    private final Sfu sfu;

    public MemberIngest(Sfu sfu) {
        this.sfu = sfu;
    }

    @Override
    public Ingest open(MediaMember member) {
        return new Stream(member);
    }

    /// What one member sends. The chunks cross from the Socket.IO loop to the loop of the room.
    private final class Stream implements Ingest, ChunkIngest.Listener {
        private final MediaMember member;
        private final AtomicInteger queued = new AtomicInteger();

        /// Confined to the Socket.IO loop. A chunk was left out, so the rest up to the next
        /// beginning is of no use.
        private boolean lost;

        private @Nullable Router router;

        /// Confined to the room's loop.
        private @Nullable ChunkIngest ingest;

        private boolean closed;

        Stream(MediaMember member) {
            this.member = member;
        }

        @Override
        public void onChunk(byte[] chunk, boolean init, boolean keyFrame) {
            Router target = router();
            if (target == null || (lost && !init)) {
                return;
            }
            lost = queued.get() + chunk.length > MAX_QUEUED_BYTES;
            if (lost) {
                log.warn("Peer {} sends faster than its room can take", member.id());
                member.requestKeyFrame(true);
                return;
            }
            queued.addAndGet(chunk.length);
            target.loop()
                    .post(() -> {
                        queued.addAndGet(-chunk.length);
                        take(target, chunk, init);
                    });
        }

        /// The session opened it before anybody was admitted.
        private @Nullable Router router() {
            if (router == null) {
                router = sfu.findRouter(member.room().roomId()).orElse(null);
            }
            return router;
        }

        private void take(Router target, byte[] chunk, boolean init) {
            if (closed) {
                return;
            }
            if (ingest == null) {
                ingest = new ChunkIngest(target, member.id(), this);
            }
            ingest.onChunk(chunk, init);
        }

        @Override
        public void close() {
            Router target = router;
            if (target != null) {
                target.loop().post(this::end);
            }
        }

        private void end() {
            closed = true;
            if (ingest != null) {
                ingest.close();
            }
        }

        @Override
        public void onTrackPublished(PublishedTrack track) {
            var described =
                    new Track(track.id(), track.streamId(), track.kind(), "regular", false, "");
            member.peer()
                    .publish(described, track)
                    .whenComplete((_, failure) -> {
                        Throwable cause =
                                failure instanceof CompletionException
                                        ? failure.getCause()
                                        : failure;
                        if (cause instanceof RequestException refusal) {
                            onRefused(track, refusal.reason());
                        }
                    });
        }

        /// The role may not publish this.
        private void onRefused(PublishedTrack track, String reason) {
            Router target = router;
            if (target != null) {
                target.loop()
                        .post(() -> {
                            if (ingest != null) {
                                ingest.refuse(track.kind());
                            }
                        });
            }
            member.complain(new RoomError("media-refused", reason));
        }

        @Override
        public void onTrackUnpublished(PublishedTrack track) {
            member.peer().unpublish(track.id());
        }

        @Override
        public void onKeyFrameWanted() {
            member.requestKeyFrame(false);
        }

        @Override
        public void onRestartWanted() {
            member.requestKeyFrame(true);
        }

        @Override
        public void onProblem(String sentence) {
            member.complain(new RoomError("media-unusable", sentence));
        }
    }
}
