package io.rostra.streaming.egress.hls;

/// A place in a media playlist as blocking reload (bis section 6.2.5.2) and rendition reports name
/// it.
///
/// @param part index of a part in segment `number`; [#WHOLE_SEGMENT] for the complete segment
record PlaylistPosition(long number, int part) {
    static final int WHOLE_SEGMENT = -1;
}
