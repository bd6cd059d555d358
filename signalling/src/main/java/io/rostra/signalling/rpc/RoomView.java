package io.rostra.signalling.rpc;

/// What a peer is told of the room as a whole; each occurrence replaces everything.
///
/// @param recording one that was asked for by itself
/// @param hlsRecording one that was asked for along with the live stream
/// @param startedAt milliseconds since the epoch, 0 for not yet
public record RoomView(
        String name,
        String sessionId,
        long startedAt,
        HlsView hls,
        OutputView recording,
        OutputView hlsRecording,
        OutputView rtmp,
        OutputView captions) {

    public RoomView(String name, String sessionId, long startedAt, HlsView hls) {
        this(
                name,
                sessionId,
                startedAt,
                hls,
                OutputView.NONE,
                OutputView.NONE,
                OutputView.NONE,
                OutputView.NONE);
    }
}
