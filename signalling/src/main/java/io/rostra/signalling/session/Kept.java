package io.rostra.signalling.session;

import io.rostra.signalling.rpc.KeptJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a session before the restart left in its [Journal]. Keys are `kind/name`. Immutable.
final class Kept {

    static final String SESSION = "session";
    static final String PEER = "peer/";
    static final String OBSERVER = "observer/";
    static final String METADATA = "metadata/";
    static final String POLL = "poll/";
    static final String BALLOT = "ballot/";
    static final String CHAT = "chat/";

    /// @param startedAt milliseconds since the epoch, as are all times here
    /// @param seenAt when it was still running
    record Session(String id, long startedAt, long seenAt) {}

    private final Map<String, String> entries;

    Kept(Map<String, String> entries) {
        this.entries = Map.copyOf(entries);
    }

    Optional<Session> session() {
        return Optional.ofNullable(entries.get(SESSION))
                .flatMap(text -> KeptJson.read(text, Session.class));
    }

    /// Everything of one kind, in the order of its keys.
    <T extends Record> List<T> all(String kind, Class<T> type) {
        var values = new ArrayList<T>();
        entries.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(kind))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> KeptJson.read(entry.getValue(), type).ifPresent(values::add));
        return values;
    }

    boolean knows(String peerId, String rawToken) {
        return Optional.ofNullable(entries.get(PEER + peerId))
                .flatMap(text -> KeptJson.read(text, PeerRecord.class))
                .map(peer -> peer.tokenHash().equals(Peer.hash(rawToken)))
                .orElse(false);
    }
}
