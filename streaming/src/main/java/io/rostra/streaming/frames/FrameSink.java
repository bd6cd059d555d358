package io.rostra.streaming.frames;

/// Takes the frames of one live stream in order of time per medium. Called on one thread at a time.
public interface FrameSink {

    void onVideo(VideoFrame frame);

    void onAudio(AudioFrame frame);

    /// The next video frame comes from another source (publisher or encoder): nothing decodes
    /// across this point. Time goes on.
    void onDiscontinuity();
}
