package io.rostra.media.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Puts the RTP payloads of one stream together to access units. Fed with packets in order of
/// sequence number, and told of holes. Until the first key frame and after a hole it drops
/// everything up to the start of a key frame, so that all that comes out can be decoded. Not
/// thread-safe.
public sealed interface Depacketizer permits H264Depacketizer, Vp8Depacketizer, OpusDepacketizer {

    /// Larger pictures are given up: no WebRTC encoder makes them.
    int MAX_ACCESS_UNIT_BYTES = 4 << 20;

    /// @param codecName as in `a=rtpmap`, in any case
    /// @return null for a codec that is not known here
    static @Nullable Depacketizer forCodec(String codecName) {
        return switch (codecName.toLowerCase(Locale.ROOT)) {
            case "h264" -> new H264Depacketizer();
            case "vp8" -> new Vp8Depacketizer();
            case "opus" -> new OpusDepacketizer();
            default -> null;
        };
    }

    /// Takes the payload of the next packet; hands on what it completes.
    ///
    /// @param timestamp RTP timestamp, raw bits
    /// @param marker the RTP marker: last packet of a picture
    void push(byte[] buffer, int offset, int length, int timestamp, boolean marker, Output output);

    /// Packets before the next one are missing for good.
    void onLoss();

    /// True while everything is dropped up to the next key frame.
    boolean awaitsKeyFrame();

    interface Output {
        void onAccessUnit(AccessUnit unit);
    }
}
