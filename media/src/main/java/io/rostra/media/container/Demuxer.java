package io.rostra.media.container;

import java.util.List;

/// Takes a live container stream apart, fed with its bytes as they come. After an exception it is
/// of no more use. Not thread-safe.
public interface Demuxer {

    /// Larger frames are refused: no browser makes them.
    int MAX_FRAME_BYTES = 4 << 20;

    /// Tracks of one stream, those that cannot be used included.
    int MAX_TRACKS = 8;

    /// Takes the next bytes and hands on what they complete.
    ///
    /// @throws ContainerException when the stream cannot be understood, or nothing in it can be
    ///   used
    void push(byte[] data, int offset, int length, Output output) throws ContainerException;

    interface Output {
        /// The stream's header: before the first frame, and again when the sender begins anew, with
        /// times that begin anew, too.
        ///
        /// @param tracks those that can be used, at least one
        /// @param refused for each of the others a sentence that says what would be right
        void onTracks(List<ContainerTrack> tracks, List<String> refused) throws ContainerException;

        /// Frames of one track come in the order in which they are to be decoded.
        void onFrame(ContainerTrack track, ContainerFrame frame);
    }
}
