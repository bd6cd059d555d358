package io.rostra.server.ingest;

import io.rostra.sfu.Router;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.external.ExternalPeer;
import io.rostra.signalling.rpc.ModerationRequest;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Somebody who pushes, as a peer in the room: announces its tracks and does what moderators ask of
/// it, since the program cannot. Confined to the room's event loop, except [#end].
final class PushSeat implements ExternalPeer.Listener {

    private static final Logger log = LoggerFactory.getLogger(PushSeat.class);

    /// A program whose connection broke pushes again within seconds; until then the live stream
    /// goes on.
    private static final Duration GRACE = Duration.ofSeconds(15);

    /// The push itself.
    interface Media {
        /// The role may not publish this, or not any more.
        void onWithdrawn(PublishedTrack track);

        /// The room does not want the push any more.
        ///
        /// @param reason a sentence
        void onEnded(String reason);
    }

    private final Pass pass;
    private final Runnable goLive;
    private final Consumer<PushSeat> onGone;
    private final Map<String, PublishedTrack> tracks = new LinkedHashMap<>();
    private final Set<MediaKind> muted = EnumSet.noneOf(MediaKind.class);
    private volatile @Nullable Router router;
    private @Nullable ExternalPeer peer;
    private @Nullable Media media;
    private boolean live;
    private boolean gone;

    /// @param goLive starts the room's live stream if it does not run
    /// @param onGone called once, when the peer is no longer in the room
    PushSeat(Pass pass, Runnable goLive, Consumer<PushSeat> onGone) {
        this.pass = pass;
        this.goLive = goLive;
        this.onGone = onGone;
    }

    /// It is a member now.
    void take(ExternalPeer joined, Router opened) {
        opened.loop().assertInside();
        peer = joined;
        router = opened;
        if (gone) {
            joined.leave();
        }
    }

    /// Hears of what happens to the push from now on.
    void attach(Media push) {
        media = push;
        if (gone) {
            push.onEnded("The room has ended.");
        }
    }

    Pass pass() {
        return pass;
    }

    Router router() {
        Router opened = router;
        if (opened == null) {
            throw new IllegalStateException("Not seated yet");
        }
        return opened;
    }

    /// Under which the room knows the push.
    String peerId() {
        ExternalPeer present = peer;
        if (present == null) {
            throw new IllegalStateException("Not seated yet");
        }
        return present.id();
    }

    boolean mayPublish(MediaKind kind) {
        ExternalPeer present = peer;
        List<String> allowed =
                (present == null ? pass.role() : present.role()).publishParams().allowed();
        return allowed.contains(kind == MediaKind.AUDIO ? "audio" : "video");
    }

    // What the push tells

    void publish(PublishedTrack track) {
        ExternalPeer present = peer;
        if (present == null || gone) {
            return;
        }
        tracks.put(track.id(), track);
        boolean silent = muted.contains(track.kind());
        track.silence(silent);
        var described =
                new Track(track.id(), track.streamId(), track.kind(), "regular", silent, "");
        present.publish(described, track)
                .whenComplete(
                        (_, failure) -> router().loop().post(() -> announced(track, failure)));
    }

    private void announced(PublishedTrack track, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RequestException refusal) {
            log.info("Push of peer {}: {}", track.peerId(), refusal.reason());
            withdraw(track);
        } else if (pass.byKey() && !live && !gone) {
            live = true;
            goLive.run();
        }
    }

    void unpublish(PublishedTrack track) {
        if (tracks.remove(track.id(), track) && peer != null) {
            peer.unpublish(track.id());
        }
    }

    /// The push ended as it should.
    void leave() {
        if (!gone) {
            gone = true;
            tracks.clear();
            if (peer != null) {
                peer.leave();
            }
            onGone.accept(this);
        }
    }

    /// The connection of the push is lost.
    void lost() {
        if (pass.byKey()) {
            router().loop().schedule(GRACE, this::leave);
        } else {
            leave();
        }
    }

    /// Puts the push out. On any thread.
    CompletableFuture<Void> end(String reason) {
        Router opened = router;
        return opened == null
                ? CompletableFuture.completedFuture(null)
                : opened.loop()
                        .call(() -> {
                            putOut(reason);
                            return gone;
                        })
                        .thenAccept(_ -> {});
    }

    private void putOut(String reason) {
        if (!gone) {
            if (media != null) {
                media.onEnded(reason);
            }
            leave();
        }
    }

    // What the room tells

    @Override
    public void onNotification(Notification notification) {
        switch (notification) {
            case Notification.PolicyChange _ -> onRole();
            case Notification.TrackUpdateRequest(_, var track, boolean mute) ->
                    mute(track.kind(), mute);
            case Notification.MuteTracksRequest(_, var which) -> onMuteTracks(which);
            case Notification.Removed(_, var reason, var roomEnd) ->
                    putOut(
                            reason.isEmpty()
                                    ? roomEnd ? "The room was ended." : "Removed from the room."
                                    : reason);
            case Notification.Error(_, var message) -> putOut(message);
            default -> {}
        }
    }

    @Override
    public void onEnded(String reason) {
        putOut(reason);
    }

    private void onRole() {
        for (PublishedTrack track : new ArrayList<>(tracks.values())) {
            if (!mayPublish(track.kind())) {
                withdraw(track);
            }
        }
    }

    private void withdraw(PublishedTrack track) {
        if (tracks.remove(track.id(), track) && media != null) {
            media.onWithdrawn(track);
            if (tracks.isEmpty()) {
                putOut("The role may not publish this.");
            }
        }
    }

    private void onMuteTracks(ModerationRequest.MuteTracks which) {
        if (which.source() != null && !which.source().equals("regular")) {
            return;
        }
        for (MediaKind kind : MediaKind.values()) {
            if (which.kind() == null || which.kind() == kind) {
                mute(kind, which.mute());
            }
        }
    }

    /// The program goes on sending; nobody gets it.
    private void mute(MediaKind kind, boolean mute) {
        if (mute ? !muted.add(kind) : !muted.remove(kind)) {
            return;
        }
        var changed = new ArrayList<Request.TrackState>();
        for (PublishedTrack track : tracks.values()) {
            if (track.kind() == kind) {
                track.silence(mute);
                changed.add(new Request.TrackState(track.id(), mute, null));
            }
        }
        if (!changed.isEmpty() && peer != null) {
            peer.request(new Request.TrackUpdate(changed));
        }
    }
}
