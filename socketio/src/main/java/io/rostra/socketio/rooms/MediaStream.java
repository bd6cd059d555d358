package io.rostra.socketio.rooms;

import io.rostra.socketio.engine.OutboundMessage;
import org.jspecify.annotations.Nullable;

/// What one sender sends into a room. Confined to the server's loop.
final class MediaStream {
    private final String senderId;

    /// The stream's beginning, for those who come later.
    private @Nullable OutboundMessage init;

    /// The sender marks key frames, so receivers that lost chunks can be given the next one first.
    private boolean marksKeyFrames;

    MediaStream(String senderId) {
        this.senderId = senderId;
    }

    String senderId() {
        return senderId;
    }

    @Nullable OutboundMessage init() {
        return init;
    }

    boolean marksKeyFrames() {
        return marksKeyFrames;
    }

    /// A stream begins: everybody can decode from here.
    void begin(OutboundMessage newInit) {
        this.init = newInit;
        this.marksKeyFrames = false;
    }

    void sent(boolean keyFrame) {
        marksKeyFrames |= keyFrame;
    }
}
