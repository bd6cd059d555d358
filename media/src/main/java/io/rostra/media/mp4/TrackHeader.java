package io.rostra.media.mp4;

/// What a track is, apart from its samples.
///
/// @param timescale ticks a second
/// @param handler [#VIDEO] or [#SOUND] (ISO/IEC 14496-12 section 8.4.3)
/// @param width in pixels, 0 for sound
public record TrackHeader(int id, int timescale, String handler, int width, int height) {

    public static final String VIDEO = "vide";
    public static final String SOUND = "soun";

    boolean isVideo() {
        return handler.equals(VIDEO);
    }
}
