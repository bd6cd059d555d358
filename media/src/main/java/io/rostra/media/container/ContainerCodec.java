package io.rostra.media.container;

/// The codecs that go on from a container into a room, by their names in `a=rtpmap`.
public enum ContainerCodec {
    VP8("VP8", 90_000),
    H264("H264", 90_000),
    OPUS("opus", 48_000);

    private final String rtpName;
    private final int clockRate;

    ContainerCodec(String rtpName, int clockRate) {
        this.rtpName = rtpName;
        this.clockRate = clockRate;
    }

    public String rtpName() {
        return rtpName;
    }

    /// Hertz of the RTP clock.
    public int clockRate() {
        return clockRate;
    }

    public boolean video() {
        return this != OPUS;
    }
}
