package io.rostra.streaming.egress.hls;

import io.rostra.streaming.egress.hls.MediaPlaylist.Skip;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/// The delivery directives of a media playlist request (bis section 6.2.5): `_HLS_msn`,
/// `_HLS_part`, `_HLS_skip`. Other parameters are ignored.
///
/// @param wanted what the answer must contain; null for a plain request
record PlaylistRequest(@Nullable PlaylistPosition wanted, Skip skip) {

    /// More digits than any sequence number gets in a server's life, few enough for a long.
    private static final int MAX_DIGITS = 15;

    /// Null if the directives make no sense: a part without a segment, or not a number.
    static @Nullable PlaylistRequest parse(MultiMap query) {
        String number = query.get("_HLS_msn");
        String part = query.get("_HLS_part");
        String skip = query.get("_HLS_skip");
        Skip delta = "YES".equals(skip) || "v2".equals(skip) ? Skip.YES : Skip.NO;
        if (number == null) {
            return part == null ? new PlaylistRequest(null, delta) : null;
        }
        if (!isNumber(number) || (part != null && !isNumber(part))) {
            return null;
        }
        long partIndex = part == null ? PlaylistPosition.WHOLE_SEGMENT : Long.parseLong(part);
        return new PlaylistRequest(
                new PlaylistPosition(
                        Long.parseLong(number), (int) Math.min(partIndex, Integer.MAX_VALUE)),
                delta);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
