package io.rostra.sfu.publish;

/// A tap of one encoding, whatever the others do. It sees packets from a key frame on, once the
/// encoding has proven to last: one that comes and goes would be of no use. Confined to one loop.
final class LayerFeed {

    private final Encoding encoding;
    private final PacketTap tap;
    private boolean passing;

    LayerFeed(Encoding encoding, PacketTap tap) {
        this.encoding = encoding;
        this.tap = tap;
    }

    Encoding encoding() {
        return encoding;
    }

    PacketTap tap() {
        return tap;
    }

    /// Whether a key frame would begin something or keep it going.
    boolean wantsKeyFrame(long now) {
        return encoding.activeFor(TapFeed.PROVEN_NANOS, now);
    }

    /// A packet of the encoding arrived.
    ///
    /// @param keyFrame a decoder may begin with it
    /// @return whether the tap sees it
    boolean passes(boolean keyFrame, long now) {
        passing = encoding.activeFor(TapFeed.PROVEN_NANOS, now) && (passing || keyFrame);
        return passing;
    }

    boolean passing() {
        return passing;
    }
}
