package io.rostra.signalling.session;

import io.rostra.sfu.ConnectionQuality;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.RequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The peers of a room, oldest first. Confined to the room's event loop.
final class Roster {

    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private long lastSerial;

    void add(Peer peer) {
        peer.serial(++lastSerial);
        peers.put(peer.id(), peer);
    }

    /// @throws RequestException when nobody in the room has this id
    Peer requireMember(String peerId) throws RequestException {
        Peer peer = peers.get(peerId);
        if (peer == null || !peer.isMember()) {
            throw new RequestException(
                    ErrorCode.NOT_FOUND, "There is no peer " + peerId + " in the room");
        }
        return peer;
    }

    void remove(Peer peer) {
        peers.remove(peer.id(), peer);
    }

    @Nullable Peer find(String peerId) {
        return peers.get(peerId);
    }

    Collection<Peer> all() {
        return Collections.unmodifiableCollection(peers.values());
    }

    int size() {
        return peers.size();
    }

    /// How well each peer is served by its connection for receiving, by peer id; without those of
    /// whom nothing is known.
    Map<String, Integer> qualities() {
        var known = new HashMap<String, Integer>();
        for (Peer peer : peers.values()) {
            PeerMedia media = peer.media();
            int score = media == null ? ConnectionQuality.UNKNOWN : media.quality();
            if (score != ConnectionQuality.UNKNOWN) {
                known.put(peer.id(), score);
            }
        }
        return known;
    }

    int memberCount() {
        return countMembers(_ -> true);
    }

    int countMembers(Predicate<Peer> filter) {
        int count = 0;
        for (Peer peer : peers.values()) {
            if (peer.isMember() && filter.test(peer)) {
                count++;
            }
        }
        return count;
    }

    int countRole(String role) {
        return countMembers(peer -> peer.role().name().equals(role));
    }

    /// The members whom clients are told of.
    List<PeerView> announcedExcept(Peer receiver) {
        var views = new ArrayList<PeerView>();
        for (Peer peer : peers.values()) {
            if (peer != receiver && peer.isMember() && peer.announced()) {
                views.add(peer.view());
            }
        }
        return views;
    }

    /// All members whose clients know more than the legacy dialect.
    void tellModern(Notification notification) {
        tell(notification, Roster::isModern);
    }

    /// All members whose clients speak the legacy dialect.
    void tellLegacy(Notification notification) {
        tell(
                notification,
                peer -> {
                    ClientSocket socket = peer.socket();
                    return socket != null && socket.dialect() == Dialect.LEGACY;
                });
    }

    /// As [#tellModern], and those who have not joined yet.
    void tellModernAndLobby(Notification notification) {
        Outgoing message = Outgoing.notification(notification);
        for (Peer peer : peers.values()) {
            if (isModern(peer)) {
                peer.send(message);
            }
        }
    }

    private static boolean isModern(Peer peer) {
        ClientSocket socket = peer.socket();
        return socket != null && socket.dialect() == Dialect.CURRENT;
    }

    void tellMembers(Notification notification) {
        tell(notification, _ -> true);
    }

    void tellOthers(Peer subject, Notification notification) {
        tell(notification, peer -> peer != subject);
    }

    void tell(Notification notification, Predicate<Peer> receivers) {
        Outgoing message = Outgoing.notification(notification);
        for (Peer peer : peers.values()) {
            if (peer.isMember() && receivers.test(peer)) {
                peer.send(message);
            }
        }
    }
}
