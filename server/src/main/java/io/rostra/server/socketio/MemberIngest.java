package io.rostra.server.socketio;

import io.rostra.sfu.Router;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.Track;
import io.rostra.socketio.rooms.MediaChunk;
import io.rostra.socketio.rooms.RoomError;
import io.rostra.streaming.ingest.ChunkIngest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts what one member of a platform room records and sends over Socket.IO into the room's router,
/// as tracks that peers of all kinds receive and that can go live. Chunks come on the Socket.IO
/// server's loop and cross to the room's.
final class MemberIngest implements ChunkIngest.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MemberIngest.class);

    /// Of one member, on their way to the room's loop.
    private static final int MAX_QUEUED_BYTES = 8 << 20;

    private final Sfu sfu;
    private final PlatformSeat member;
    private final AtomicInteger queued = new AtomicInteger();

    /// Confined to the Socket.IO loop. A chunk was left out, so the rest up to the next beginning
    /// is of no use.
    private boolean lost;

    private @Nullable Router router;

    /// From here on confined to the room's loop.
    private @Nullable ChunkIngest ingest;

    private final Map<MediaKind, PublishedTrack> tracks = new EnumMap<>(MediaKind.class);
    private Set<MediaKind> muted = EnumSet.noneOf(MediaKind.class);
    private boolean closed;

    MemberIngest(Sfu sfu, PlatformSeat member) {
        this.sfu = sfu;
        this.member = member;
    }

    void onChunk(MediaChunk chunk) {
        Router target = router();
        if (target == null || (lost && !chunk.init())) {
            return;
        }
        int length = chunk.data().length;
        lost = queued.get() + length > MAX_QUEUED_BYTES;
        if (lost) {
            log.warn("Peer {} sends faster than its room can take", member.id());
            member.requestKeyFrame(true);
            return;
        }
        queued.addAndGet(length);
        target.loop()
                .post(() -> {
                    queued.addAndGet(-length);
                    take(target, chunk);
                });
    }

    /// The session opened it before anybody was admitted.
    private @Nullable Router router() {
        if (router == null) {
            router = sfu.findRouter(member.roomId()).orElse(null);
        }
        return router;
    }

    private void take(Router target, MediaChunk chunk) {
        if (closed) {
            return;
        }
        if (ingest == null) {
            ingest = new ChunkIngest(target, member.id(), this);
        }
        mute(mutedIn(chunk));
        ingest.onChunk(chunk.data(), chunk.init());
    }

    private static Set<MediaKind> mutedIn(MediaChunk chunk) {
        Set<MediaKind> off = EnumSet.noneOf(MediaKind.class);
        if (chunk.says("audio", false)) {
            off.add(MediaKind.AUDIO);
        }
        if (chunk.says("video", false)) {
            off.add(MediaKind.VIDEO);
        }
        return off;
    }

    /// Tells the room what the member says of its devices: a recorder goes on with silence and a
    /// black picture.
    private void mute(Set<MediaKind> off) {
        if (off.equals(muted)) {
            return;
        }
        var changed = new ArrayList<Request.TrackState>();
        tracks.forEach((kind, track) -> {
            if (off.contains(kind) != muted.contains(kind)) {
                changed.add(new Request.TrackState(track.id(), off.contains(kind), null));
            }
        });
        muted = off;
        if (!changed.isEmpty()) {
            member.peer().request(new Request.TrackUpdate(changed));
        }
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
        tracks.put(track.kind(), track);
        boolean off = muted.contains(track.kind());
        var described = new Track(track.id(), track.streamId(), track.kind(), "regular", off, "");
        member.peer()
                .publish(described, track)
                .whenComplete((_, failure) -> {
                    Throwable cause =
                            failure instanceof CompletionException ? failure.getCause() : failure;
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
        tracks.remove(track.kind(), track);
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
