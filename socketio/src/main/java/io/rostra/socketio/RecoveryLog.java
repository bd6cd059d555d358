package io.rostra.socketio;

import io.rostra.socketio.engine.OutboundMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a namespace remembers for clients that drop out for a moment: its last packets, numbered,
/// and the sockets that went. The number travels as the last argument of each event, the client
/// names the last it got when it comes back. Bounded in packets' bytes, in sockets and in time.
/// Confined to the server's loop; `now` is on the clock of `System.nanoTime`.
final class RecoveryLog {
    private record Entry(
            long number, OutboundMessage message, Audience audience, long untilNanos) {}

    /// A socket that is back, and what it missed after packet `since`.
    record Restored(SavedSocket socket, long since, List<OutboundMessage> missed) {}

    private static final int RADIX = 36;

    private final SocketIoOptions.Recovery options;
    private final Deque<Entry> packets = new ArrayDeque<>();
    private final Map<String, SavedSocket> sockets = new LinkedHashMap<>();
    private long lastNumber;
    private long bytes;

    RecoveryLog(SocketIoOptions.Recovery options) {
        this.options = options;
    }

    SocketIoOptions.Recovery options() {
        return options;
    }

    long lastNumber() {
        return lastNumber;
    }

    /// What the next packet carries as its last argument.
    String nextOffset() {
        return Long.toString(lastNumber + 1, RADIX);
    }

    void append(OutboundMessage message, Audience audience, long now) {
        lastNumber++;
        packets.addLast(new Entry(lastNumber, message, audience, now + maxAbsenceNanos()));
        bytes += message.wireBytes();
        while (!packets.isEmpty()
                && (bytes > options.maxLogBytes() || now - packets.getFirst().untilNanos() >= 0)) {
            bytes -= packets.removeFirst().message().wireBytes();
        }
    }

    void save(Socket socket, String recoveryId, long since, long now) {
        forgetOld(now);
        if (sockets.size() >= options.maxClients()) {
            sockets.remove(sockets.keySet().iterator().next());
        }
        sockets.put(
                recoveryId,
                new SavedSocket(
                        recoveryId,
                        socket.id(),
                        socket.rooms(),
                        socket.attributes(),
                        since,
                        now + maxAbsenceNanos()));
    }

    /// The socket with this id, unless it or a packet it missed is forgotten. An empty offset means
    /// that the client got nothing before it went.
    Optional<Restored> restore(String recoveryId, String offset, long now) {
        forgetOld(now);
        SavedSocket saved = sockets.remove(recoveryId);
        if (saved == null) {
            return Optional.empty();
        }
        long since = offset.isEmpty() ? saved.since() : number(offset);
        long oldest = packets.isEmpty() ? lastNumber + 1 : packets.getFirst().number();
        if (since < saved.since() || since > lastNumber || since + 1 < oldest) {
            return Optional.empty();
        }
        List<OutboundMessage> missed = new ArrayList<>();
        for (Entry entry : packets) {
            if (entry.number() > since && entry.audience().includes(saved.id(), saved.rooms())) {
                missed.add(entry.message());
            }
        }
        return Optional.of(new Restored(saved, since, missed));
    }

    private void forgetOld(long now) {
        sockets.values().removeIf(saved -> now - saved.untilNanos() >= 0);
    }

    private long maxAbsenceNanos() {
        return options.maxAbsence().toNanos();
    }

    private static long number(String offset) {
        try {
            return Long.parseLong(offset, RADIX);
        } catch (NumberFormatException notOurs) {
            return -1;
        }
    }
}
