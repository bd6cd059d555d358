package io.rostra.signalling.session;

import io.rostra.platform.live.LiveRooms.Audience;
import io.rostra.platform.live.LiveRooms.LivePeer;
import io.rostra.platform.live.LiveRooms.LiveRoom;
import io.rostra.platform.live.LiveRooms.LiveTrack;
import io.rostra.platform.live.LiveRooms.Outcome;
import io.rostra.platform.live.LiveRooms.PeerChange;
import io.rostra.platform.live.StopReason;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.signalling.rpc.PeerView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// What those who run the server may do to the people in a room. Confined to the room's event loop.
final class Backend {

    private final Roster roster;
    private final Greeting greeting;
    private final Chronicle chronicle;
    private final Chat chat;
    private final Profiles profiles;
    private final Roles roles;
    private final Streams streams;
    private final BiConsumer<Peer, String> remove;

    /// @param remove sends a peer away, with a reason for it
    Backend(
            Roster roster,
            Greeting greeting,
            Chronicle chronicle,
            Chat chat,
            Profiles profiles,
            Roles roles,
            Streams streams,
            BiConsumer<Peer, String> remove) {
        this.roster = roster;
        this.greeting = greeting;
        this.chronicle = chronicle;
        this.chat = chat;
        this.profiles = profiles;
        this.roles = roles;
        this.streams = streams;
        this.remove = remove;
    }

    Outcome send(Audience audience, String type, String message) {
        Optional<Outcome> refusal = missing(audience);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        chat.sendFromBackend(audience, peer -> concerns(audience, peer), type, message);
        return Outcome.DONE;
    }

    Outcome remove(Audience audience, String reason) {
        Optional<Outcome> refusal = missing(audience);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        members().stream()
                .filter(peer -> concerns(audience, peer))
                .forEach(peer -> remove.accept(peer, reason));
        return Outcome.DONE;
    }

    Outcome update(String peerId, PeerChange change) {
        Peer peer = roster.find(peerId);
        if (peer == null || !peer.isMember()) {
            return Outcome.NO_SUCH_PEER;
        }
        String role = change.role();
        if (role != null) {
            Outcome outcome = roles.changeByBackend(peer, role);
            if (outcome != Outcome.DONE) {
                return outcome;
            }
        }
        profiles.updateByBackend(peer, change.name(), change.metadata());
        return Outcome.DONE;
    }

    Outcome end(boolean lock, String reason) {
        chronicle.roomEnded(null, lock, reason);
        streams.stop(StopReason.ROOM_ENDED);
        return remove(new Audience.Everybody(), reason);
    }

    LiveRoom view() {
        Map<String, LivePeer> peers = new LinkedHashMap<>();
        for (Peer peer : members()) {
            peers.put(peer.id(), viewOf(peer));
        }
        return new LiveRoom(greeting.sessionId(), greeting.startedAt(), peers);
    }

    private static LivePeer viewOf(Peer peer) {
        PeerView view = peer.view();
        return new LivePeer(
                view.peerId(),
                view.name(),
                view.userId(),
                view.data(),
                view.role(),
                Instant.ofEpochMilli(view.joinedAt()),
                view.tracks().stream()
                        .map(track ->
                                new LiveTrack(
                                        track.trackId(),
                                        track.streamId(),
                                        track.mute(),
                                        track.kind() == MediaKind.AUDIO ? "audio" : "video",
                                        track.source(),
                                        track.description()))
                        .toList());
    }

    private List<Peer> members() {
        return roster.all().stream().filter(Peer::isMember).toList();
    }

    private Optional<Outcome> missing(Audience audience) {
        return audience instanceof Audience.OnePeer
                        && members().stream().noneMatch(peer -> concerns(audience, peer))
                ? Optional.of(Outcome.NO_SUCH_PEER)
                : Optional.empty();
    }

    private static boolean concerns(Audience audience, Peer peer) {
        return switch (audience) {
            case Audience.Everybody() -> true;
            case Audience.OneRole(var role) -> peer.role().name().equals(role);
            case Audience.OnePeer(var peerId) -> peer.id().equals(peerId);
        };
    }
}
