package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Repeats the last picture of an H.264 stream without a codec, as a picture of skipped
/// macroblocks, and renumbers what follows until the next key frame. A stream of one picture a
/// second becomes parts of 200 ms this way. Confined to the frame thread.
///
/// With one reference frame (what WebRTC encoders use) the repetition is a reference picture
/// itself: it takes a frame_num and shifts those after it. With more it must not push out others,
/// so it is no reference, and only the picture order count is shifted (ITU-T H.264 sections 7.4.3,
/// 8.2.1 and 8.2.5.3).
final class PictureRepeater {

    private static final int SLICE = 1;
    private static final int IDR_SLICE = 5;

    /// Enough for the fields we read, escaped.
    private static final int HEADER_BYTES = 24;

    /// Pictures count by two so that fields could stand between.
    private static final int POC_STEP = 2;

    /// So many repetitions that are no references may follow each other that a shorter counter
    /// would wrap.
    private static final int LONG_POC_BITS = 10;

    private @Nullable H264Parameters parameters;
    private @Nullable H264Syntax syntax;
    private int frameNumShift;
    private int pocShift;
    private int frameNum;
    private int pocLsb;
    private boolean reference;
    private boolean understood;

    /// Takes note of a picture and returns it, renumbered if pictures were repeated since the last
    /// key frame.
    VideoFrame follow(VideoFrame frame) {
        if (frame.keyFrame()) {
            frameNumShift = 0;
            pocShift = 0;
            if (!frame.parameters().equals(parameters)) {
                parameters = frame.parameters();
                syntax = H264Syntax.of(frame.parameters());
            }
        }
        H264Syntax known = syntax;
        understood = known != null && frame.parameters().equals(parameters);
        if (known == null || !understood) {
            return frame;
        }
        if (frameNumShift == 0 && pocShift == 0) {
            readFirstSlice(known, frame.data());
            return frame;
        }
        return renumber(known, frame);
    }

    /// The picture again, at another time; null if the stream is of a kind that cannot be repeated.
    @Nullable VideoFrame repeat(long pts) {
        H264Syntax known = syntax;
        H264Parameters sets = parameters;
        if (known == null || sets == null || !understood || !isRepeatable(known)) {
            return null;
        }
        boolean asReference = known.referenceFrames() == 1;
        frameNum = wrap(frameNum + (reference ? 1 : 0), known.frameNumBits());
        frameNumShift += asReference ? 1 : 0;
        pocLsb = wrap(pocLsb + POC_STEP, known.pocLsbBits());
        pocShift += POC_STEP;
        reference = asReference;
        byte[] nal = known.skipPicture(frameNum, pocLsb, asReference);
        byte[] data = ByteBuffer.allocate(4 + nal.length).putInt(nal.length).put(nal).array();
        return new VideoFrame(data, pts, false, sets);
    }

    private static boolean isRepeatable(H264Syntax syntax) {
        return syntax.referenceFrames() == 1 || syntax.pocLsbBits() >= LONG_POC_BITS;
    }

    private void readFirstSlice(H264Syntax known, byte[] data) {
        for (int at = 0; at + 4 < data.length; ) {
            int length = length(data, at);
            if (length <= 0 || length > data.length - at - 4) {
                break;
            }
            int type = data[at + 4] & 0x1F;
            if (type == SLICE || type == IDR_SLICE) {
                int end = at + 4 + Math.min(length, HEADER_BYTES);
                byte[] header = BitReader.unescape(data, at + 4, end);
                SliceNumbers numbers = SliceNumbers.read(known, header);
                understood = numbers != null;
                if (numbers != null) {
                    remember(header, numbers);
                }
                return;
            }
            at += 4 + length;
        }
        understood = false;
    }

    private VideoFrame renumber(H264Syntax known, VideoFrame frame) {
        byte[] data = frame.data();
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 16);
        for (int at = 0; at + 4 < data.length; ) {
            int length = length(data, at);
            if (length <= 0 || length > data.length - at - 4) {
                understood = false;
                return frame;
            }
            byte[] nal = BitReader.unescape(data, at + 4, at + 4 + length);
            if ((nal[0] & 0x1F) == SLICE) {
                SliceNumbers numbers = SliceNumbers.read(known, nal);
                if (numbers == null) {
                    understood = false;
                    return frame;
                }
                SliceNumbers shifted =
                        numbers.with(
                                wrap(numbers.frameNum() + frameNumShift, known.frameNumBits()),
                                wrap(numbers.pocLsb() + pocShift, known.pocLsbBits()));
                shifted.write(known, nal);
                remember(nal, shifted);
            }
            byte[] escaped = BitWriter.escape(nal);
            out.writeBytes(ByteBuffer.allocate(4).putInt(escaped.length).array());
            out.writeBytes(escaped);
            at += 4 + length;
        }
        return new VideoFrame(out.toByteArray(), frame.pts(), false, frame.parameters());
    }

    private void remember(byte[] nal, SliceNumbers numbers) {
        frameNum = numbers.frameNum();
        pocLsb = numbers.pocLsb();
        reference = (nal[0] & 0x60) != 0;
    }

    private static int wrap(int value, int bits) {
        return value & ((1 << bits) - 1);
    }

    private static int length(byte[] data, int at) {
        return ByteBuffer.wrap(data).getInt(at);
    }
}
