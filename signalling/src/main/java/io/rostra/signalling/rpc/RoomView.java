package io.rostra.signalling.rpc;

/// What a peer is told of the room as a whole; each occurrence replaces everything.
///
/// @param startedAt milliseconds since the epoch, 0 for not yet
public record RoomView(
        String name,
        String sessionId,
        long startedAt,
        HlsView hls,
        OutputView recording,
        OutputView rtmp,
        OutputView captions) {

    public RoomView(String name, String sessionId, long startedAt, HlsView hls) {
        this(name, sessionId, startedAt, hls, OutputView.NONE, OutputView.NONE, OutputView.NONE);
    }
}
