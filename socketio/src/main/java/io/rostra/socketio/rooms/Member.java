package io.rostra.socketio.rooms;

import io.rostra.socketio.Socket;
import io.rostra.socketio.engine.OutboundMessage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A socket in a room: what it may do, what it sends, and which streams it has lost. Confined to
/// the server's loop.
final class Member {
    private final Socket socket;
    private final Admission.Admitted rights;
    private final MediaStream stream;

    /// Ids of senders of which a chunk was lost and no key frame has come since.
    private Set<String> waitsForKeyFrameOf = Set.of();

    Member(Socket socket, Admission.Admitted rights) {
        this.socket = socket;
        this.rights = rights;
        this.stream = new MediaStream(socket.id());
    }

    Socket socket() {
        return socket;
    }

    String id() {
        return socket.id();
    }

    Admission.Admitted rights() {
        return rights;
    }

    @Nullable Seat seat() {
        return rights.seat();
    }

    MediaStream stream() {
        return stream;
    }

    /// Offers a chunk; drops it when the client is behind, and then, where key frames are known,
    /// all up to the next of them.
    void offer(MediaStream sender, OutboundMessage chunk, boolean keyFrame) {
        if (!keyFrame
                && sender.marksKeyFrames()
                && waitsForKeyFrameOf.contains(sender.senderId())) {
            return;
        }
        if (socket.send(chunk)) {
            if (!waitsForKeyFrameOf.isEmpty()) {
                waitsForKeyFrameOf.remove(sender.senderId());
            }
        } else {
            awaitKeyFrame(sender);
        }
    }

    /// What comes next from the sender is of no use before a key frame.
    void awaitKeyFrame(MediaStream sender) {
        if (waitsForKeyFrameOf.isEmpty()) {
            waitsForKeyFrameOf = new HashSet<>(4);
        }
        waitsForKeyFrameOf.add(sender.senderId());
    }

    void forget(MediaStream gone) {
        if (!waitsForKeyFrameOf.isEmpty()) {
            waitsForKeyFrameOf.remove(gone.senderId());
        }
    }
}
