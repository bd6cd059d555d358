package io.rostra.media.container;

/// The sentences on what a track should be instead.
public final class Refusal {
    private Refusal() {}

    /// @param codec as a person calls it
    public static String video(String codec) {
        return "The video is coded as " + codec + "; use vp8 or h264.";
    }

    public static String audio(String codec) {
        return "The sound is coded as " + codec + "; use opus.";
    }
}
