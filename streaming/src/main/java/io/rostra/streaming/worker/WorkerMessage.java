package io.rostra.streaming.worker;

import java.util.List;

/// What server and worker say to each other. Only [MessageChannel] sees the bytes.
public sealed interface WorkerMessage {

    /// From the server to the worker.
    sealed interface Request extends WorkerMessage {}

    /// From the worker to the server.
    sealed interface Event extends WorkerMessage {}

    /// One Opus packet.
    ///
    /// @param source number of the sender, from 0; what several send is mixed
    /// @param pts where its first sample belongs, in 48 kHz ticks since the stream's epoch
    record Opus(int source, long pts, byte[] payload) implements Request {
        Opus(long pts, byte[] payload) {
            this(0, pts, payload);
        }
    }

    /// The next Opus packet of this number comes from another sender.
    record NewAudioSource(int source) implements Request {
        NewAudioSource() {
            this(0);
        }
    }

    /// No more Opus packets of this number come.
    record AudioSourceGone(int source) implements Request {}

    /// One VP8 frame.
    ///
    /// @param pts in 90 kHz ticks since the stream's epoch; comes back with the H.264 picture
    record Vp8(long pts, boolean keyFrame, byte[] payload) implements Request {}

    /// The next VP8 frame comes from another sender.
    ///
    /// @param sizes in which it is encoded, at most
    record NewVideoSource(int sizes) implements Request {}

    /// Makes the next H.264 picture a key frame.
    record ForceKeyFrame() implements Request {}

    /// One picture for a tile of the composite.
    ///
    /// @param source number of the sender, from 0
    /// @param payload a VP8 frame, or an H.264 access unit as a byte stream (annex B) with its
    ///   parameter sets in front of key frames
    record TilePicture(int source, boolean h264, boolean keyFrame, byte[] payload)
            implements Request {}

    /// Where the pictures of each sender are shown from now on. Without tiles there is no
    /// composite.
    ///
    /// @param width of the composite in pixels, even, as are all places and sizes of tiles
    /// @param sizes in which it is encoded, at most
    /// @param background colour between tiles, red, green and blue in 8 bits each
    /// @param tiles those further behind first
    record Layout(int width, int height, int sizes, int background, List<Tile> tiles)
            implements Request {
        public Layout {
            tiles = List.copyOf(tiles);
        }
    }

    /// @param whole the picture is shown whole, with bars if need be; otherwise it fills the tile
    /// @param label written on it, and its initials instead of a picture while there is none; may
    ///   be empty
    record Tile(int source, int x, int y, int width, int height, boolean whole, String label) {}

    /// The composite as it is now becomes a picture.
    ///
    /// @param pts in 90 kHz ticks since the stream's epoch
    record Compose(long pts) implements Request {}

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
    ///
    /// @param rung 0 for the largest size, 1 for the next smaller
    record H264(int rung, long pts, boolean keyFrame, byte[] payload) implements Event {}

    /// Video cannot be decoded before the next VP8 key frame.
    record VideoLost() implements Event {}

    /// A picture of the composite, like [H264].
    record Composed(int rung, long pts, boolean keyFrame, byte[] payload) implements Event {}

    /// A sender's pictures cannot be decoded before the next key frame.
    record TileLost(int source) implements Event {}

    record Pong(long id) implements Event {}
}
