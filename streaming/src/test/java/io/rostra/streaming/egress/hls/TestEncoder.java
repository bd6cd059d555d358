package io.rostra.streaming.egress.hls;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.rostra.streaming.frames.H264Parameters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/// Encodes a synthetic picture (a moving bar and a frame number as bright blocks) with OpenH264 and
/// a tone with AAC-LC, in process, so that tests need no program installed.
final class TestEncoder {

    /// Bits of the frame number, burnt in along the top edge, most significant first.
    static final int NUMBER_BITS = 16;

    private TestEncoder() {}

    /// An encoded picture: length-prefixed NAL units without parameter sets.
    record Picture(byte[] data, boolean keyFrame, H264Parameters parameters) {}

    static final class Video {
        private final int width;
        private final int height;
        private final AVCodecContext context;
        private final AVFrame frame = av_frame_alloc();
        private final AVPacket packet = av_packet_alloc();
        private H264Parameters parameters;
        private long count;

        Video(int width, int height, int bitrate) {
            av_log_set_level(avutil.AV_LOG_ERROR);
            this.width = width;
            this.height = height;
            context = avcodec_alloc_context3(avcodec_find_encoder_by_name("libopenh264"));
            context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).bit_rate(bitrate);
            context.time_base(new AVRational().num(1).den(30));
            context.gop_size(1_000_000).thread_count(1);
            require(avcodec_open2(context, context.codec(), (PointerPointer<?>) null));
            frame.format(AV_PIX_FMT_YUV420P).width(width).height(height);
            require(av_frame_get_buffer(frame, 0));
        }

        Picture encode(int number, boolean keyFrame) {
            require(av_frame_make_writable(frame));
            draw(number);
            frame.pts(count++);
            frame.pict_type(keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
            require(avcodec_send_frame(context, frame));
            require(avcodec_receive_packet(context, packet));
            byte[] annexB = new byte[packet.size()];
            packet.data().get(annexB);
            av_packet_unref(packet);
            return picture(annexB);
        }

        private void draw(int number) {
            int stride = frame.linesize(0);
            byte[] luma = new byte[stride * height];
            int bar = number * 4 % width;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int shade =
                            Math.abs(x - bar) < 16 ? 200 : 40 + (x * 80 / width) + y * 40 / height;
                    luma[y * stride + x] = (byte) shade;
                }
            }
            int block = width / NUMBER_BITS;
            for (int bit = 0; bit < NUMBER_BITS; bit++) {
                boolean set = (number >> (NUMBER_BITS - 1 - bit) & 1) == 1;
                for (int y = 0; y < block; y++) {
                    java.util.Arrays.fill(
                            luma,
                            y * stride + bit * block,
                            y * stride + (bit + 1) * block,
                            (byte) (set ? 235 : 16));
                }
            }
            frame.data(0).put(luma);
            for (int plane = 1; plane < 3; plane++) {
                BytePointer chroma = frame.data(plane);
                byte[] grey = new byte[frame.linesize(plane) * height / 2];
                java.util.Arrays.fill(grey, (byte) 128);
                chroma.put(grey);
            }
        }

        private Picture picture(byte[] annexB) {
            List<byte[]> slices = new ArrayList<>();
            byte[] sps = null;
            byte[] pps = null;
            boolean idr = false;
            int length = 0;
            for (byte[] nal : nalUnits(annexB)) {
                switch (nal[0] & 0x1F) {
                    case 7 -> sps = nal;
                    case 8 -> pps = nal;
                    case 9 -> {}
                    default -> {
                        idr |= (nal[0] & 0x1F) == 5;
                        slices.add(nal);
                        length += 4 + nal.length;
                    }
                }
            }
            if (sps != null && pps != null) {
                parameters = new H264Parameters(sps, pps, width, height);
            }
            ByteBuffer data = ByteBuffer.allocate(length);
            slices.forEach(nal -> data.putInt(nal.length).put(nal));
            return new Picture(data.array(), idr, parameters);
        }

        private static List<byte[]> nalUnits(byte[] annexB) {
            List<byte[]> units = new ArrayList<>();
            int start = -1;
            for (int i = 0; i + 2 < annexB.length; i++) {
                if (annexB[i] == 0 && annexB[i + 1] == 0 && annexB[i + 2] == 1) {
                    if (start >= 0) {
                        int end = annexB[i - 1] == 0 ? i - 1 : i;
                        units.add(java.util.Arrays.copyOfRange(annexB, start, end));
                    }
                    start = i + 3;
                }
            }
            units.add(java.util.Arrays.copyOfRange(annexB, start, annexB.length));
            return units;
        }
    }

    /// A tone as AAC-LC access units.
    static final class Audio {
        private final AVCodecContext context;
        private final AVFrame frame = av_frame_alloc();
        private final AVPacket packet = av_packet_alloc();
        private long samples;

        Audio() {
            context = avcodec_alloc_context3(avcodec_find_encoder_by_name("aac"));
            context.sample_fmt(AV_SAMPLE_FMT_FLTP).sample_rate(48_000).bit_rate(96_000);
            av_channel_layout_default(context.ch_layout(), 2);
            require(avcodec_open2(context, context.codec(), (PointerPointer<?>) null));
            frame.format(AV_SAMPLE_FMT_FLTP).nb_samples(1024).sample_rate(48_000);
            av_channel_layout_default(frame.ch_layout(), 2);
            require(av_frame_get_buffer(frame, 0));
            encode(); // the encoder is one access unit behind
        }

        byte[] encode() {
            byte[] data = encodeOnce();
            return data != null ? data : encodeOnce();
        }

        private byte[] encodeOnce() {
            require(av_frame_make_writable(frame));
            float[] wave = new float[1024];
            for (int i = 0; i < wave.length; i++) {
                wave[i] = (float) (0.3 * Math.sin(2 * Math.PI * 440 * (samples + i) / 48_000));
            }
            new FloatPointer(frame.data(0)).put(wave);
            new FloatPointer(frame.data(1)).put(wave);
            frame.pts(samples);
            samples += 1024;
            require(avcodec_send_frame(context, frame));
            if (avcodec_receive_packet(context, packet) < 0) {
                return null;
            }
            byte[] data = new byte[packet.size()];
            packet.data().get(data);
            av_packet_unref(packet);
            return data;
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new IllegalStateException("ffmpeg answered " + result);
        }
    }
}
