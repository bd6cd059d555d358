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

    /// Gives it the beginning of a stream that runs, unless it knows it.
    void catchUp(MediaStream sender) {
        if (!begun.contains(sender)) {
            begin(sender);
            awaitKeyFrame(sender);
        }
    }

    /// The stream begins, perhaps anew.
    void begin(MediaStream sender) {
        if (begun.isEmpty()) {
            begun = new HashSet<>(4);
        }
        begun.add(sender);
        if (!waitsForKeyFrameOf.isEmpty()) {
            waitsForKeyFrameOf.remove(sender);
        }
        OutboundMessage init = sender.init();
        if (init != null) {
            socket.send(init);
        }
    }

    /// Offers a chunk; drops it when the client is behind, and then, where key frames are known,
    /// all up to the next of them.
    void offer(MediaStream sender, OutboundMessage chunk, boolean keyFrame) {
        catchUp(sender);
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
