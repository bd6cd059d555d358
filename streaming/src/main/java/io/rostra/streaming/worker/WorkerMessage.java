package io.rostra.streaming.worker;

/// What server and worker say to each other. Only [MessageChannel] sees the bytes.
public sealed interface WorkerMessage {

    /// From the server to the worker.
    sealed interface Request extends WorkerMessage {}

    /// From the worker to the server.
    sealed interface Event extends WorkerMessage {}

    /// One Opus packet.
    ///
    /// @param pts where its first sample belongs, in 48 kHz ticks since the stream's epoch
    record Opus(long pts, byte[] payload) implements Request {}

    /// The next Opus packet comes from another sender.
    record NewAudioSource() implements Request {}

    /// One VP8 frame.
    ///
    /// @param pts in 90 kHz ticks since the stream's epoch; comes back with the H.264 picture
    record Vp8(long pts, boolean keyFrame, byte[] payload) implements Request {}

    /// The next VP8 frame comes from another sender.
    record NewVideoSource() implements Request {}

    /// Makes the next H.264 picture a key frame.
    record ForceKeyFrame() implements Request {}

    /// Answered by [Pong] when everything in the worker moves.
    record Ping(long id) implements Request {}

    /// Codecs are loaded and open.
    record Ready() implements Event {}

    /// One AAC-LC access unit of 1024 samples, stereo.
    ///
    /// @param pts in 48 kHz ticks since the stream's epoch, always a multiple of 1024; the
    ///   encoder's delay is taken off already
    record Aac(long pts, byte[] payload) implements Event {}

    /// One H.264 access unit as a byte stream (ITU-T H.264 annex B) with its parameter sets in
    /// front of every key frame.
    record H264(long pts, boolean keyFrame, byte[] payload) implements Event {}

    /// Video cannot be decoded before the next VP8 key frame.
    record VideoLost() implements Event {}

    record Pong(long id) implements Event {}
}
