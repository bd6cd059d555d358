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
    private final @Nullable Seat seat;
    private final MediaStream stream;
    private boolean maySendMedia;
    private boolean mayChat;

    /// Streams whose beginning it knows.
    private Set<MediaStream> begun = Set.of();

    /// Those of which a chunk was lost and no key frame has come since.
    private Set<MediaStream> waitsForKeyFrameOf = Set.of();

    Member(Socket socket, Admission.Admitted rights) {
        this.socket = socket;
        this.seat = rights.seat();
        this.stream = new MediaStream(socket.id());
        allow(rights.maySendMedia(), rights.mayChat());
    }

    void allow(boolean sendMedia, boolean chat) {
        maySendMedia = sendMedia;
        mayChat = chat;
    }

    Socket socket() {
        return socket;
    }

    String id() {
        return socket.id();
    }

    boolean maySendMedia() {
        return maySendMedia;
    }

    boolean mayChat() {
        return mayChat;
    }

    @Nullable Seat seat() {
        return seat;
    }

    MediaStream stream() {
        return stream;
    }

    boolean receives(MediaStream sender) {
        return seat == null || seat.receives(sender.senderId());
    }

    /// Gives it the beginning of a stream that runs, unless it knows it. False when the client is
    /// behind: then not yet.
    boolean catchUp(MediaStream sender) {
        if (begun.contains(sender)) {
            return true;
        }
        boolean began = begin(sender);
        awaitKeyFrame(sender);
        return began;
    }

    /// The stream begins, perhaps anew. A client that is behind gets the beginning when it has
    /// caught up: whoever sends nothing but beginnings must not end the connections of others.
    boolean begin(MediaStream sender) {
        if (begun.isEmpty()) {
            begun = new HashSet<>(4);
        }
        if (!waitsForKeyFrameOf.isEmpty()) {
            waitsForKeyFrameOf.remove(sender);
        }
        OutboundMessage init = sender.init();
        if (init != null && !socket.send(init)) {
            begun.remove(sender);
            return false;
        }
        begun.add(sender);
        return true;
    }

    /// Offers a chunk; drops it when the client is behind, and then, where key frames are known,
    /// all up to the next of them.
    void offer(MediaStream sender, OutboundMessage chunk, boolean keyFrame) {
        if (!catchUp(sender)) {
            return;
        }
        if (!keyFrame && sender.marksKeyFrames() && waitsForKeyFrameOf.contains(sender)) {
            return;
        }
        if (socket.send(chunk)) {
            if (!waitsForKeyFrameOf.isEmpty()) {
                waitsForKeyFrameOf.remove(sender);
            }
        } else {
            awaitKeyFrame(sender);
        }
    }

    /// What comes next from the sender is of no use before a key frame.
    private void awaitKeyFrame(MediaStream sender) {
        if (waitsForKeyFrameOf.isEmpty()) {
            waitsForKeyFrameOf = new HashSet<>(4);
        }
        waitsForKeyFrameOf.add(sender);
    }

    /// It gets nothing of the stream, now or any more.
    void forget(MediaStream sender) {
        if (!begun.isEmpty()) {
            begun.remove(sender);
            if (!waitsForKeyFrameOf.isEmpty()) {
                waitsForKeyFrameOf.remove(sender);
            }
        }
    }
}
