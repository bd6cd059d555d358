package io.rostra.media.flv;

import io.rostra.media.container.ContainerException;
import java.util.Arrays;

/// What one audio or video message of RTMP holds: the body of an FLV tag (Adobe FLV 10.1, annex
/// E.4; with FourCC, Enhanced RTMP v2).
///
/// ```text
/// video:     frame type 4, codec 4 = 7 | 0 configuration, 1 frame, 2 end | composition time 3 | data
/// with bit 7: 1, frame type 3, packet type 4 | FourCC | composition time 3 if packet type 1 | data
/// audio:     codec 4 = 10, form 4 | 0 configuration, 1 frame | data
/// with FourCC: 9, packet type 4 | FourCC | data
/// ```
public sealed interface FlvPacket {

    /// @param record AVCDecoderConfigurationRecord
    record VideoConfiguration(byte[] record) implements FlvPacket {}

    /// @param compositionMillis from the message's time, when it is decoded, to when it is shown
    record Video(boolean keyFrame, int compositionMillis, byte[] data) implements FlvPacket {}

    /// @param config AudioSpecificConfig (ISO/IEC 14496-3 section 1.6.2.1)
    record AudioConfiguration(byte[] config) implements FlvPacket {}

    /// @param data an access unit of AAC
    record Audio(byte[] data) implements FlvPacket {}

    /// Nothing of use: an end of a sequence, or a message without a body.
    record Nothing() implements FlvPacket {}

    FlvPacket NOTHING = new Nothing();

    int KEY_FRAME = 1;
    int AVC = 7;
    int AAC = 10;
    int FOURCC_AUDIO = 9;

    /// @throws ContainerException with a sentence for the broadcaster when it is of no use
    static FlvPacket video(byte[] body) throws ContainerException {
        if (body.length < 2) {
            return NOTHING;
        }
        int first = body[0] & 0xFF;
        boolean keyFrame = (first >>> 4 & 7) == KEY_FRAME;
        if ((first & 0x80) != 0) {
            return withFourCc(body, keyFrame, first & 0xF);
        }
        if ((first & 0xF) != AVC) {
            throw new ContainerException("The video is not H.264: set the encoder to H.264.");
        }
        if (body.length < 5) {
            return NOTHING;
        }
        return switch (body[1]) {
            case 0 -> new VideoConfiguration(from(body, 5));
            case 1 -> new Video(keyFrame, signed24(body, 2), from(body, 5));
            default -> NOTHING;
        };
    }

    private static FlvPacket withFourCc(byte[] body, boolean keyFrame, int type)
            throws ContainerException {
        if (body.length < 5) {
            return NOTHING;
        }
        if (!isFourCc(body, "avc1")) {
            throw new ContainerException("The video is not H.264: set the encoder to H.264.");
        }
        return switch (type) {
            case 0 -> new VideoConfiguration(from(body, 5));
            case 1 ->
                    body.length < 8
                            ? NOTHING
                            : new Video(keyFrame, signed24(body, 5), from(body, 8));
            case 3 -> new Video(keyFrame, 0, from(body, 5));
            default -> NOTHING;
        };
    }

    /// @throws ContainerException with a sentence for the broadcaster when it is of no use
    static FlvPacket audio(byte[] body) throws ContainerException {
        if (body.length < 2) {
            return NOTHING;
        }
        int codec = body[0] >>> 4 & 0xF;
        boolean fourCc = codec == FOURCC_AUDIO && isFourCc(body, "mp4a");
        if (codec != AAC && !fourCc) {
            throw new ContainerException("The sound is not AAC: set the encoder to AAC.");
        }
        int type = fourCc ? body[0] & 0xF : body[1];
        byte[] data = from(body, fourCc ? 5 : 2);
        return switch (type) {
            case 0 -> new AudioConfiguration(data);
            case 1 -> data.length == 0 ? NOTHING : new Audio(data);
            default -> NOTHING;
        };
    }

    private static boolean isFourCc(byte[] body, String name) {
        if (body.length < 5) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            if (body[1 + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] from(byte[] body, int at) {
        return Arrays.copyOfRange(body, at, Math.max(at, body.length));
    }

    private static int signed24(byte[] body, int at) {
        return body[at] << 16 | (body[at + 1] & 0xFF) << 8 | body[at + 2] & 0xFF;
    }
}
