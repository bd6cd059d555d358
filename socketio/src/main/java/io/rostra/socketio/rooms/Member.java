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

    /// The stream's beginning, for those who come later.
    private @Nullable OutboundMessage init;

    /// The sender marks key frames, so receivers that lost chunks can be given the next one first.
    private boolean marksKeyFrames;

    /// Ids of senders of which a chunk was lost and no key frame has come since.
    private Set<String> waitsForKeyFrameOf = Set.of();

    Member(Socket socket, Admission.Admitted rights) {
        this.socket = socket;
        this.rights = rights;
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

    @Nullable OutboundMessage init() {
        return init;
    }

    /// A stream begins: everybody can decode from here.
    void begin(OutboundMessage newInit) {
        this.init = newInit;
        this.marksKeyFrames = false;
    }

    void sent(boolean keyFrame) {
        marksKeyFrames |= keyFrame;
    }

    /// Offers a chunk; drops it when the client is behind, and then, where key frames are known,
    /// all up to the next of them.
    void offer(Member sender, OutboundMessage chunk, boolean keyFrame) {
        if (!keyFrame && sender.marksKeyFrames && waitsForKeyFrameOf.contains(sender.id())) {
            return;
        }
        if (socket.send(chunk)) {
            if (!waitsForKeyFrameOf.isEmpty()) {
                waitsForKeyFrameOf.remove(sender.id());
            }
        } else {
            awaitKeyFrame(sender);
        }
    }

    /// What comes next from the sender is of no use before a key frame.
    void awaitKeyFrame(Member sender) {
        if (waitsForKeyFrameOf.isEmpty()) {
            waitsForKeyFrameOf = new HashSet<>(4);
        }
        waitsForKeyFrameOf.add(sender.id());
    }

    void forget(Member gone) {
        if (!waitsForKeyFrameOf.isEmpty()) {
            waitsForKeyFrameOf.remove(gone.id());
        }
    }
}
