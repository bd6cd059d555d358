package io.rostra.streaming.egress.hls;

/// Asks whoever encodes the video of a stream for a key frame soon: a PLI to the publisher, or a
/// word to the encoder. Called on the thread that feeds the [HlsStream]; must not block. May be
/// asked again while the answer is on its way.
@FunctionalInterface
public interface KeyFrameRequester {
    void requestKeyFrame();
}
