package io.rostra.media.container;

import io.rostra.media.codec.Avc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1): the `avcC` box, or
/// CodecPrivate of Matroska.
///
/// ```text
/// version 1 | profile | compatibility | level | 111111, NAL length size - 1 (2 bits)
/// 111, number of SPS (5 bits) | length (16), SPS ... | number of PPS (8) | length (16), PPS ...
/// ```
///
/// @param lengthSize bytes of the length in front of each NAL unit, 1 to 4; 0 for a byte stream
///   with start codes
/// @param parameterSets NAL units
public record AvcConfiguration(int lengthSize, List<byte[]> parameterSets) {

    /// Without a configuration frames are a byte stream that brings its parameter sets along.
    public static final AvcConfiguration BYTE_STREAM = new AvcConfiguration(0, List.of());

    private static final int FIXED = 6;

    public AvcConfiguration {
        parameterSets = List.copyOf(parameterSets);
    }

    public static AvcConfiguration parse(byte[] record) throws ContainerException {
        if (record.length == 0 || Avc.startsWithStartCode(record, 0, record.length)) {
            return BYTE_STREAM;
        }
        if (record.length < FIXED + 1 || record[0] != 1) {
            throw malformed();
        }
        var sets = new ArrayList<byte[]>();
        int at = readSets(record, FIXED, record[5] & 0x1F, sets);
        readSets(record, at + 1, at < record.length ? record[at] & 0xFF : 0, sets);
        return new AvcConfiguration((record[4] & 3) + 1, sets);
    }

    private static int readSets(byte[] record, int from, int count, List<byte[]> sets)
            throws ContainerException {
        int at = from;
        for (int i = 0; i < count; i++) {
            if (at + 2 > record.length) {
                throw malformed();
            }
            int length = (record[at] & 0xFF) << 8 | record[at + 1] & 0xFF;
            at += 2;
            if (length == 0 || length > record.length - at) {
                throw malformed();
            }
            sets.add(Arrays.copyOfRange(record, at, at + length));
            at += length;
        }
        return at;
    }

    private static ContainerException malformed() {
        return new ContainerException("The H.264 configuration (avcC) of the video is damaged.");
    }

    /// A frame as this configuration frames it, with 4-byte lengths.
    ///
    /// @return an empty array for a frame without a NAL unit
    public byte[] toLengthPrefixed(byte[] frame) throws ContainerException {
        byte[] result =
                lengthSize == 0
                        ? Avc.fromByteStream(frame)
                        : Avc.fromLengthPrefixed(frame, lengthSize);
        if (result == null) {
            throw new ContainerException(
                    "An H.264 frame is damaged: a NAL unit reaches beyond it.");
        }
        return result;
    }
}
