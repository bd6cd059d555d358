package io.rostra.socketio.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.socketio.Namespace;
import io.rostra.socketio.Socket;
import io.rostra.socketio.engine.OutboundMessage;
import io.rostra.socketio.engine.OutboundMessage.Delivery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of one room and what they tell each other. Where members have seats, those do the
/// telling, and only media goes round here. Confined to the server's loop.
final class MediaRoom {
    private final Namespace namespace;
    private final String id;
    private final boolean seated;
    private final Map<String, Member> members = new LinkedHashMap<>();

    private int visits;

    /// Streams that come from elsewhere, by sender.
    private Map<String, MediaStream> outside = Map.of();

    /// @param seated its members have seats
    MediaRoom(Namespace namespace, String id, boolean seated) {
        this.namespace = namespace;
        this.id = id;
        this.seated = seated;
    }

    String id() {
        return id;
    }

    boolean seated() {
        return seated;
    }

    /// How often somebody has entered.
    int visits() {
        return visits;
    }

    int size() {
        return members.size();
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /// Socket ids, in the order in which they came.
    List<String> users() {
        return List.copyOf(members.keySet());
    }

    @Nullable Member member(Socket socket) {
        return members.get(socket.id());
    }

    /// Adds a member and tells the others.
    void join(Member member) {
        if (!seated) {
            tellOthers(member.socket(), "user-joined", member.id());
        }
        members.put(member.id(), member);
        visits++;
    }

    /// Gives a new member the beginnings of the streams that run.
    void catchUp(Member member) {
        for (Member other : members.values()) {
            if (other != member) {
                catchUp(member, other.stream());
            }
        }
        for (MediaStream stream : outside.values()) {
            catchUp(member, stream);
        }
    }

    private static void catchUp(Member member, MediaStream stream) {
        if (stream.init() != null && member.receives(stream)) {
            member.catchUp(stream);
        }
    }

    void leave(Member gone) {
        if (members.remove(gone.id(), gone)) {
            members.values().forEach(member -> member.forget(gone.stream()));
            if (!seated) {
                tellOthers(gone.socket(), "user-left", gone.id());
            }
        }
    }

    void chat(Socket sender, Object message) {
        tellOthers(sender, "message", message, sender.id());
    }

    void media(Member sender, MediaChunk chunk) {
        relay(sender.stream(), sender, chunk);
    }

    /// A chunk of a stream that comes from elsewhere.
    void mediaFromOutside(String senderId, MediaChunk chunk) {
        if (outside.isEmpty()) {
            outside = new LinkedHashMap<>(4);
        }
        relay(outside.computeIfAbsent(senderId, MediaStream::new), null, chunk);
    }

    void endOutside(String senderId) {
        MediaStream gone = outside.isEmpty() ? null : outside.remove(senderId);
        if (gone != null) {
            members.values().forEach(member -> member.forget(gone));
        }
    }

    private void relay(MediaStream stream, @Nullable Member sender, MediaChunk chunk) {
        JsonNode metadata = chunk.metadata();
        Object[] arguments =
                metadata == null
                        ? new Object[] {chunk.data(), stream.senderId()}
                        : new Object[] {chunk.data(), stream.senderId(), metadata};
        OutboundMessage message = namespace.encode(Delivery.LOSSY, "media", arguments);
        if (chunk.init()) {
            stream.begin(message);
        }
        stream.sent(chunk.keyFrame());
        for (Member member : members.values()) {
            if (member == sender) {
                continue;
            }
            if (!member.receives(stream)) {
                member.forget(stream);
            } else if (chunk.init()) {
                member.begin(stream);
            } else {
                member.offer(stream, message, chunk.keyFrame());
            }
        }
    }

    private void tellOthers(Socket socket, String event, Object... arguments) {
        OutboundMessage message = namespace.encode(Delivery.RELIABLE, event, arguments);
        for (Member member : members.values()) {
            if (member.socket() != socket) {
                member.socket().send(message);
            }
        }
    }
}
