package io.rostra.streaming.frames;

/// Takes the frames of one live stream in order of time per medium. Called on one thread at a time.
public interface FrameSink {

    /// Sizes beside the largest.
    int LOWER_LAYERS = 2;

    void onVideo(VideoFrame frame);

    void onAudio(AudioFrame frame);

    /// A picture of the video in a smaller size, beside [#onVideo]: layers come and go as the
    /// publisher sends them.
    ///
    /// @param layer 1 is the smallest, up to [#LOWER_LAYERS]
    default void onLayer(int layer, VideoFrame frame) {}

    /// What follows of a layer has nothing to do with what came before.
    default void onLayerChanged(int layer) {}

    /// The next video frame comes from another source (publisher or encoder): nothing decodes
    /// across this point. Time goes on.
    void onDiscontinuity();
}
