package io.rostra.socketio.rooms;

import io.rostra.socketio.Namespace;
import io.rostra.socketio.Socket;
import io.rostra.socketio.engine.OutboundMessage;
import io.rostra.socketio.engine.OutboundMessage.Delivery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of one room and what they tell each other. Confined to the server's loop.
final class MediaRoom {
    private final Namespace namespace;
    private final String id;
    private final Map<String, Member> members = new LinkedHashMap<>();

    MediaRoom(Namespace namespace, String id) {
        this.namespace = namespace;
        this.id = id;
    }

    String id() {
        return id;
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

    /// Adds a member, tells the others, and gives it the beginnings of the streams that run.
    void join(Socket socket, Admission.Admitted rights) {
        Member member = new Member(socket, rights);
        tellOthers(socket, "user-joined", socket.id());
        for (Member other : members.values()) {
            OutboundMessage init = other.init();
            if (init != null) {
                socket.send(init);
            }
            member.awaitKeyFrame(other);
        }
        members.put(socket.id(), member);
    }

    void leave(Socket socket) {
        Member gone = members.remove(socket.id());
        if (gone != null) {
            members.values().forEach(member -> member.forget(gone));
            tellOthers(socket, "user-left", socket.id());
        }
    }

    void chat(Socket sender, Object message) {
        tellOthers(sender, "message", message, sender.id());
    }

    void media(Member sender, MediaChunk chunk) {
        Object[] arguments =
                chunk.metadata() == null
                        ? new Object[] {chunk.data(), sender.id()}
                        : new Object[] {chunk.data(), sender.id(), chunk.metadata()};
        OutboundMessage message =
                namespace.encode(
                        chunk.init() ? Delivery.RELIABLE : Delivery.LOSSY, "media", arguments);
        if (chunk.init()) {
            sender.begin(message);
        }
        sender.sent(chunk.keyFrame());
        for (Member member : members.values()) {
            if (member != sender) {
                member.offer(sender, message, chunk.keyFrame() || chunk.init());
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
