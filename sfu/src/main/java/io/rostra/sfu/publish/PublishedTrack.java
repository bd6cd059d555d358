package io.rostra.sfu.publish;

import java.util.ArrayList;
import java.util.List;

/// A track that a peer publishes into the room. Confined to the room's event loop.
public final class PublishedTrack {

    private final String id;
    private final String streamId;
    private final MediaKind kind;
    private final List<PacketTap> taps = new ArrayList<>();

    PublishedTrack(String id, String streamId, MediaKind kind) {
        this.id = id;
        this.streamId = streamId;
        this.kind = kind;
    }

    /// The publisher's own track id, which subscribers see unchanged.
    public String id() {
        return id;
    }

    public String streamId() {
        return streamId;
    }

    public MediaKind kind() {
        return kind;
    }

    /// The peer that publishes it.
    public String peerId() {
        throw new UnsupportedOperationException();
    }

    /// Codec of the packets that arrive: `opus`, `H264`, `VP8`, as in `a=rtpmap`.
    public String codecName() {
        throw new UnsupportedOperationException();
    }

    /// Hertz.
    public int clockRate() {
        throw new UnsupportedOperationException();
    }

    public void addTap(PacketTap tap) {
        taps.add(tap);
    }

    public void removeTap(PacketTap tap) {
        taps.remove(tap);
    }

    /// Asks the publisher for a key frame. Requests of all who want one are merged, so calling it
    /// often does no harm. Nothing happens for audio.
    public void requestKeyFrame() {
        throw new UnsupportedOperationException();
    }
}
