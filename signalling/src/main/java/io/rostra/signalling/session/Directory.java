package io.rostra.signalling.session;

import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.PeerQuery;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.RequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Answers questions about who is in the room. Pages go by the order of arrival, so that peers who
/// come and go meanwhile neither repeat nor hide others. Confined to the room's event loop.
final class Directory {

    /// Iterators that one peer may have open; the oldest goes first.
    private static final int MAX_ITERATORS = 20;

    /// @param position serial of the last peer that was handed out
    private record Cursor(PeerQuery.Filter filter, long position) {}

    private final Roster roster;

    /// By peer, then by iterator, the one used last at the end.
    private final Map<String, LinkedHashMap<String, Cursor>> cursors = new LinkedHashMap<>();

    Directory(Roster roster) {
        this.roster = roster;
    }

    void handle(Peer peer, PeerQuery query, Responder responder) throws RequestException {
        responder.reply(
                switch (query) {
                    case PeerQuery.Get(var id) ->
                            new Reply.OnePeer(roster.requireMember(id).view());
                    case PeerQuery.Find(var filter, int limit) ->
                            page(peer, UUID.randomUUID().toString(), new Cursor(filter, 0), limit);
                    case PeerQuery.Next(var iterator, int limit) -> next(peer, iterator, limit);
                    case PeerQuery.Search(var text, int limit, int offset) ->
                            search(text, limit, offset);
                });
    }

    private Reply next(Peer peer, @Nullable String wanted, int limit) throws RequestException {
        LinkedHashMap<String, Cursor> own = cursors.get(peer.id());
        String iterator = wanted == null && own != null ? own.lastEntry().getKey() : wanted;
        Cursor cursor = own == null || iterator == null ? null : own.get(iterator);
        if (cursor == null || iterator == null) {
            throw new RequestException(ErrorCode.NOT_FOUND, "There is no such iterator");
        }
        return page(peer, iterator, cursor, limit);
    }

    private Reply page(Peer peer, String iterator, Cursor cursor, int limit) {
        var views = new ArrayList<PeerView>();
        int total = 0;
        int left = 0;
        long position = cursor.position();
        for (Peer each : roster.all()) {
            if (!each.isMember() || !fits(each, cursor.filter())) {
                continue;
            }
            total++;
            if (each.serial() <= cursor.position()) {
                continue;
            }
            if (views.size() < limit) {
                views.add(each.view());
                position = each.serial();
            } else {
                left++;
            }
        }
        var own = cursors.computeIfAbsent(peer.id(), _ -> new LinkedHashMap<>());
        own.remove(iterator);
        own.put(iterator, new Cursor(cursor.filter(), position));
        if (own.size() > MAX_ITERATORS) {
            own.pollFirstEntry();
        }
        return new Reply.Peers(iterator, total, left == 0, views);
    }

    private static boolean fits(Peer peer, PeerQuery.Filter filter) {
        return (filter.role() == null || filter.role().equals(peer.role().name()))
                && (filter.group() == null || peer.groups().contains(filter.group()))
                && (filter.peerIds().isEmpty() || filter.peerIds().contains(peer.id()));
    }

    private Reply search(String text, int limit, int offset) {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<Peer> found =
                roster.all().stream()
                        .filter(peer ->
                                peer.isMember()
                                        && peer.name().toLowerCase(Locale.ROOT).contains(wanted))
                        .toList();
        int from = Math.min(offset, found.size());
        int to = from + Math.min(limit, found.size() - from);
        return new Reply.PeersFound(
                limit,
                to,
                to == found.size(),
                found.subList(from, to).stream().map(Peer::view).toList());
    }

    void forget(Peer peer) {
        cursors.remove(peer.id());
    }
}
