package io.rostra.signalling.session;

import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.JsonText;
import io.rostra.signalling.rpc.MetadataEntry;
import io.rostra.signalling.rpc.MetadataRequest;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.RequestException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What apps share in a session: values by key, each with a version, for anybody to read and write.
/// It ends with the session. Confined to the room's event loop.
final class SessionMetadata {

    /// Bytes of one value.
    static final int MAX_VALUE = 1024;

    static final int MAX_KEYS = 100;

    /// Bytes of all keys and values.
    static final int MAX_TOTAL = 64 * 1024;

    private static final int MAX_KEY_LENGTH = 128;

    private final Roster roster;
    private final InstantSource clock;
    private final Journal journal;
    private final Map<String, MetadataEntry> entries = new LinkedHashMap<>();
    private final Map<String, Set<String>> keysByObserver = new HashMap<>();

    /// The last keys that were deleted: who observed them and was away must hear of it.
    private final SequencedSet<String> deleted = new LinkedHashSet<>();

    private long total;

    SessionMetadata(Roster roster, InstantSource clock, Journal journal) {
        this.roster = roster;
        this.clock = clock;
        this.journal = journal;
    }

    /// Which keys a peer observes, as kept over a restart.
    record Observer(String peerId, List<String> keys) {
        Observer {
            keys = List.copyOf(keys);
        }
    }

    void restore(Kept kept) {
        for (MetadataEntry entry : kept.all(Kept.METADATA, MetadataEntry.class)) {
            entries.put(entry.key(), entry);
            total += size(entry);
        }
        for (Observer observer : kept.all(Kept.OBSERVER, Observer.class)) {
            keysByObserver.put(observer.peerId(), Set.copyOf(observer.keys()));
        }
    }

    void handle(Peer peer, MetadataRequest request, Responder responder) throws RequestException {
        switch (request) {
            case MetadataRequest.Set(var key, var data, var version) ->
                    set(peer, key, data, version, responder);
            case MetadataRequest.Get(var key) -> responder.reply(new Reply.Metadata(get(key)));
            case MetadataRequest.Listen(var keys) -> {
                listen(peer, keys);
                responder.done();
                tellAll(peer);
            }
        }
    }

    private MetadataEntry get(String key) {
        return entries.getOrDefault(key, MetadataEntry.absent(key));
    }

    /// The same value again is no change: a client repeats a request whose reply got lost.
    private void set(
            Peer peer,
            String key,
            @Nullable JsonText data,
            @Nullable Long ifVersion,
            Responder responder)
            throws RequestException {
        MetadataEntry before = get(key);
        JsonText value = data == null ? JsonText.NULL : data;
        if (before.data().equals(value)) {
            responder.reply(new Reply.Metadata(before));
            return;
        }
        if (ifVersion != null && ifVersion != before.version()) {
            throw new RequestException(
                    ErrorCode.CONFLICT,
                    "The version of " + key + " is " + before.version() + ", not " + ifVersion);
        }
        var entry = new MetadataEntry(key, value, clock.millis(), peer.id(), before.version() + 1);
        check(peer, before, entry);
        total += size(entry) - size(before);
        if (entry.present()) {
            entries.put(key, entry);
            deleted.remove(key);
            journal.put(Kept.METADATA + key, entry);
        } else {
            entries.remove(key);
            deleted.addLast(key);
            if (deleted.size() > MAX_KEYS) {
                deleted.removeFirst();
            }
            journal.remove(Kept.METADATA + key);
        }
        responder.reply(new Reply.Metadata(entry));
        roster.tell(
                new Notification.MetadataChange(List.of(entry)),
                observer ->
                        observer != peer
                                && keysByObserver
                                        .getOrDefault(observer.id(), Set.of())
                                        .contains(key));
    }

    private void check(Peer peer, MetadataEntry before, MetadataEntry entry)
            throws RequestException {
        if (entry.key().equals(ChatRules.SLOW_MODE)) {
            Permission.require(peer, ChatRules.isHost(peer), "make the chat slower or faster");
            if (entry.present() && seconds(entry.data()) < 0) {
                throw new RequestException(
                        ErrorCode.BAD_REQUEST,
                        entry.key() + " must be a number of seconds, 0 to " + ChatRules.SLOWEST);
            }
        }
        if (entry.key().isEmpty() || entry.key().length() > MAX_KEY_LENGTH) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST,
                    "A key must have 1 to " + MAX_KEY_LENGTH + " characters");
        }
        if (bytes(entry.data().text()) > MAX_VALUE) {
            throw new RequestException(
                    ErrorCode.TOO_LARGE, "A value may have " + MAX_VALUE + " bytes");
        }
        if (!before.present() && entries.size() >= MAX_KEYS) {
            throw new RequestException(
                    ErrorCode.TOO_LARGE, "A session may have " + MAX_KEYS + " keys");
        }
        if (total + size(entry) - size(before) > MAX_TOTAL) {
            throw new RequestException(
                    ErrorCode.TOO_LARGE,
                    "The metadata of a session may have " + MAX_TOTAL + " bytes");
        }
    }

    /// Seconds between two messages of who is no host; 0 unless a host has set them.
    int slowMode() {
        MetadataEntry entry = entries.get(ChatRules.SLOW_MODE);
        return entry == null ? 0 : Math.max(0, seconds(entry.data()));
    }

    /// @return -1 for what is no such number
    private static int seconds(JsonText text) {
        if (!text.text().matches("[0-9]{1,4}")) {
            return -1;
        }
        int seconds = Integer.parseInt(text.text());
        return seconds <= ChatRules.SLOWEST ? seconds : -1;
    }

    private static long size(MetadataEntry entry) {
        return entry.present() ? bytes(entry.key()) + bytes(entry.data().text()) : 0;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void listen(Peer peer, List<String> keys) throws RequestException {
        if (keys.size() > MAX_KEYS) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST, "A peer may observe " + MAX_KEYS + " keys");
        }
        for (String key : keys) {
            if (key.length() > MAX_KEY_LENGTH) {
                throw new RequestException(
                        ErrorCode.BAD_REQUEST,
                        "A key must have 1 to " + MAX_KEY_LENGTH + " characters");
            }
        }
        keysByObserver.put(peer.id(), Set.copyOf(keys));
        journal.put(Kept.OBSERVER + peer.id(), new Observer(peer.id(), keys));
    }

    /// The values of all keys that the peer observes: now, and again when it comes back, since it
    /// does not ask again.
    void tellAll(Peer peer) {
        var observed = new ArrayList<MetadataEntry>();
        for (String key : keysByObserver.getOrDefault(peer.id(), Set.of())) {
            MetadataEntry entry = get(key);
            if (entry.present() || deleted.contains(key)) {
                observed.add(entry);
            }
        }
        if (!observed.isEmpty()) {
            peer.send(new Notification.MetadataChange(observed));
        }
    }

    void forget(Peer peer) {
        if (keysByObserver.remove(peer.id()) != null) {
            journal.remove(Kept.OBSERVER + peer.id());
        }
    }

    /// A new session begins without.
    void clear() {
        entries.clear();
        deleted.clear();
        keysByObserver.clear();
        total = 0;
    }
}
