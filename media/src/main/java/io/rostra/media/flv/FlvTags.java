package io.rostra.media.flv;

import io.rostra.media.mp4.AvcConfiguration;
import java.nio.ByteBuffer;

/// Tags of an FLV stream with H.264 and AAC-LC, 48 kHz stereo (Adobe FLV 10.1, annex E.4).
///
/// ```text
/// type 1 | size 3 | milliseconds 3, bits 31..24 in a fourth | stream id 3 = 0
/// video:  frame type 4, codec 4 = AVC | 0 configuration, 1 frame | composition time 3 = 0 | data
/// audio:  10, 3, 1, 1 = AAC, 44 kHz, 16 bits, stereo: fixed for AAC | 0 configuration, 1 frame | data
/// size of the tag 4
/// ```
public final class FlvTags {

    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int TAG_HEADER = 11;
    private static final int KEY_FRAME_AVC = 0x17;
    private static final int INTER_FRAME_AVC = 0x27;
    private static final int AAC = 0xAF;
    private static final int CONFIGURATION = 0;
    private static final int FRAME = 1;

    /// AAC-LC, 48 kHz, stereo (ISO/IEC 14496-3 section 1.6.2.1).
    private static final byte[] AUDIO_SPECIFIC_CONFIG = {0x11, (byte) 0x90};

    private FlvTags() {}

    /// What a stream with sound and picture begins with.
    public static byte[] header() {
        return new byte[] {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0};
    }

    /// Before the first frame, and whenever the parameter sets change.
    public static byte[] videoConfiguration(int millis, byte[] sps, byte[] pps) {
        return video(KEY_FRAME_AVC, CONFIGURATION, millis, AvcConfiguration.of(sps, pps));
    }

    /// @param data NAL units with 4-byte lengths
    public static byte[] video(int millis, boolean keyFrame, byte[] data) {
        return video(keyFrame ? KEY_FRAME_AVC : INTER_FRAME_AVC, FRAME, millis, data);
    }

    private static byte[] video(int kind, int packet, int millis, byte[] data) {
        return tag(VIDEO, millis, new byte[] {(byte) kind, (byte) packet, 0, 0, 0}, data);
    }

    public static byte[] audioConfiguration(int millis) {
        return tag(AUDIO, millis, new byte[] {(byte) AAC, CONFIGURATION}, AUDIO_SPECIFIC_CONFIG);
    }

    /// @param data an access unit without ADTS header
    public static byte[] audio(int millis, byte[] data) {
        return tag(AUDIO, millis, new byte[] {(byte) AAC, FRAME}, data);
    }

    private static byte[] tag(int type, int millis, byte[] prefix, byte[] data) {
        int size = prefix.length + data.length;
        return ByteBuffer.allocate(TAG_HEADER + size + 4)
                .putInt(type << 24 | size)
                .putInt(millis << 8 | millis >>> 24)
                .put(new byte[3])
                .put(prefix)
                .put(data)
                .putInt(TAG_HEADER + size)
                .array();
    }
}
