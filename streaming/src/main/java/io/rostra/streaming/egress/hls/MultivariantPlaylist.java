package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.H264Parameters;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// The playlist a player opens (bis section 4.4.6): one variant with its audio in a rendition of
/// its own, as CMAF wants it.
///
/// @param video current state, for the figures measured so far
record MultivariantPlaylist(MediaPlaylist video, MediaPlaylist audio, H264Parameters parameters) {

    private static final String AAC_LC = "mp4a.40.2";
    private static final String AUDIO_GROUP = "audio";

    String render() {
        return "#EXTM3U\n#EXT-X-VERSION:9\n"
                + "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\""
                + AUDIO_GROUP
                + "\",NAME=\"Stage\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"2\",URI=\""
                + audio.settings().uri()
                + "\"\n#EXT-X-STREAM-INF:BANDWIDTH="
                + (video.peakBitrate() + audio.peakBitrate())
                + ",AVERAGE-BANDWIDTH="
                + (averageBitrate(video) + averageBitrate(audio))
                + ",CODECS=\""
                + videoCodec()
                + ","
                + AAC_LC
                + "\",RESOLUTION="
                + parameters.width()
                + "x"
                + parameters.height()
                + ",FRAME-RATE="
                + String.format(Locale.ROOT, "%.3f", frameRate())
                + ",AUDIO=\""
                + AUDIO_GROUP
                + "\"\n"
                + video.settings().uri()
                + "\n";
    }

    /// Profile, constraints and level as they stand in the sequence parameter set (RFC 6381 section
    /// 3.3).
    private String videoCodec() {
        return "avc1." + HexFormat.of().formatHex(parameters.sps(), 1, 4);
    }

    private static long averageBitrate(MediaPlaylist playlist) {
        long bytes = 0;
        long duration = 0;
        for (Segment segment : playlist.segments()) {
            bytes += segment.bytes();
            duration += segment.duration();
        }
        return duration == 0 ? 0 : bytes * 8 * playlist.settings().timescale() / duration;
    }

    /// Highest of the segments in the window.
    private double frameRate() {
        List<Segment> segments = video.segments();
        double highest = 0;
        for (Segment segment : segments) {
            double rate =
                    (double) segment.samples() * video.settings().timescale() / segment.duration();
            highest = Math.max(highest, rate);
        }
        return highest;
    }
}
