package io.rostra.streaming.testing;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/// Encodes and decodes for tests, with the same FFmpeg that the worker uses, but in this process.
public final class TestCodecs {
    private static final int OPUS_FRAME = 960;

    static {
        av_log_set_level(AV_LOG_ERROR);
    }

    private TestCodecs() {}

    /// One encoded picture.
    public record Picture(byte[] data, boolean keyFrame) {}

    /// 20 ms Opus packets of mono sound; the first sample of packet n is sample 960 n, after the
    /// codec's own look-ahead of 312 samples.
    public static List<byte[]> opus(float[] mono) {
        AVCodec codec = avcodec_find_encoder_by_name("libopus");
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.sample_rate(48_000).sample_fmt(AV_SAMPLE_FMT_FLT).bit_rate(64_000);
        av_channel_layout_default(context.ch_layout(), 1);
        open(context, codec, "application", "lowdelay");
        var packets = new ArrayList<byte[]>();
        AVFrame frame = av_frame_alloc();
        frame.nb_samples(OPUS_FRAME).format(AV_SAMPLE_FMT_FLT).sample_rate(48_000);
        av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
        av_frame_get_buffer(frame, 0);
        for (int at = 0; at + OPUS_FRAME <= mono.length; at += OPUS_FRAME) {
            av_frame_make_writable(frame);
            new FloatPointer(frame.data(0)).put(mono, at, OPUS_FRAME);
            frame.pts(at);
            encode(context, frame, packet -> packets.add(bytes(packet)));
        }
        av_frame_free(frame);
        avcodec_free_context(context);
        return packets;
    }

    /// Pictures of one grey each at 30 per second.
    ///
    /// @param luma brightness of picture n
    public static List<Picture> vp8(int width, int height, int count, IntUnaryOperator luma) {
        return video("libvpx", width, height, count, false, luma, "deadline", "realtime");
    }

    /// What a camera might see, in VP8 at 30 pictures a second: somebody who moves in front of a
    /// wall, with the noise of a sensor.
    ///
    /// @param hue turns the colours, so that several can be told apart
    public static List<Picture> camera(int width, int height, int count, int hue) {
        var scene = new CameraScene(width, height, hue);
        return video("libvpx", width, height, count, false, scene::paint, "deadline", "realtime");
    }

    /// As byte streams with parameter sets in front of key frames; every 30th picture is one.
    public static List<Picture> h264(int width, int height, int count, IntUnaryOperator luma) {
        return h264(width, height, count, false, luma);
    }

    /// @param fullRange brightness from 0 to 255, as cameras drawn on a canvas have it
    public static List<Picture> h264(
            int width, int height, int count, boolean fullRange, IntUnaryOperator luma) {
        return video(
                "libopenh264", width, height, count, fullRange, luma, "allow_skip_frames", "0");
    }

    private static List<Picture> video(
            String name,
            int width,
            int height,
            int count,
            boolean fullRange,
            IntUnaryOperator luma,
            String option,
            String value) {
        Painter painter = (frame, i) -> paint(frame, height, luma.applyAsInt(i), i);
        return video(name, width, height, count, fullRange, painter, option, value);
    }

    private interface Painter {
        void paint(AVFrame frame, int index);
    }

    private static List<Picture> video(
            String name,
            int width,
            int height,
            int count,
            boolean fullRange,
            Painter painter,
            String option,
            String value) {
        AVCodec codec = avcodec_find_encoder_by_name(name);
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P);
        context.bit_rate(Math.max(1_000_000, 2L * width * height));
        context.time_base().num(1).den(30);
        context.framerate().num(30).den(1);
        context.gop_size(30).max_b_frames(0).thread_count(1);
        if (fullRange) {
            context.color_range(AVCOL_RANGE_JPEG);
        }
        open(context, codec, option, value);
        var pictures = new ArrayList<Picture>();
        AVFrame frame = av_frame_alloc();
        frame.width(width).height(height).format(AV_PIX_FMT_YUV420P);
        av_frame_get_buffer(frame, 0);
        for (int i = 0; i < count; i++) {
            av_frame_make_writable(frame);
            painter.paint(frame, i);
            frame.pts(i);
            encode(
                    context,
                    frame,
                    packet ->
                            pictures.add(
                                    new Picture(
                                            bytes(packet),
                                            (packet.flags() & AV_PKT_FLAG_KEY) != 0)));
        }
        av_frame_free(frame);
        avcodec_free_context(context);
        return pictures;
    }

    /// A grey with some texture that moves, so that pictures differ.
    private static void paint(AVFrame frame, int height, int luma, int index) {
        for (int y = 0; y < height; y++) {
            byte[] row = new byte[frame.linesize(0)];
            for (int x = 0; x < row.length; x++) {
                row[x] = (byte) Math.clamp(luma + ((x + y + 3 * index) % 16) - 8, 16, 235);
            }
            new BytePointer(frame.data(0)).position((long) y * row.length).put(row);
        }
        for (int plane = 1; plane < 3; plane++) {
            byte[] grey = new byte[frame.linesize(plane) * ((height + 1) / 2)];
            java.util.Arrays.fill(grey, (byte) 128);
            new BytePointer(frame.data(plane)).put(grey);
        }
    }

    /// Left channel of AAC-LC access units, 1024 samples each.
    public static float[] decodeAac(List<byte[]> accessUnits) {
        AVCodec codec = avcodec_find_decoder_by_name("aac");
        AVCodecContext context = avcodec_alloc_context3(codec);
        BytePointer config = new BytePointer(av_malloc(AV_INPUT_BUFFER_PADDING_SIZE + 2));
        config.put(new byte[] {0x11, (byte) 0x90}, 0, 2);
        context.extradata(config).extradata_size(2);
        open(context, codec, "", "");
        float[] samples = new float[1024 * accessUnits.size()];
        int[] at = {0};
        for (byte[] unit : accessUnits) {
            decode(
                    context,
                    unit,
                    frame -> {
                        new FloatPointer(frame.data(0)).get(samples, at[0], frame.nb_samples());
                        at[0] += frame.nb_samples();
                    });
        }
        avcodec_free_context(context);
        return java.util.Arrays.copyOf(samples, at[0]);
    }

    /// Brightness of the middle of each picture that decodes; byte streams (annex B).
    public static List<Integer> decodeH264(List<byte[]> accessUnits) {
        return decodeH264(accessUnits, 0.5, 0.5);
    }

    /// The same at another place, as shares of width and height.
    public static List<Integer> decodeH264(List<byte[]> accessUnits, double x, double y) {
        AVCodec codec = avcodec_find_decoder_by_name("h264");
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.thread_count(1).flags(AV_CODEC_FLAG_LOW_DELAY);
        open(context, codec, "", "");
        var lumas = new ArrayList<Integer>();
        for (byte[] unit : accessUnits) {
            decode(
                    context,
                    unit,
                    frame -> {
                        long at =
                                (long) (frame.height() * y) * frame.linesize(0)
                                        + (long) (frame.width() * x);
                        lumas.add(new BytePointer(frame.data(0)).get(at) & 0xFF);
                    });
        }
        avcodec_free_context(context);
        return lumas;
    }

    private static void open(AVCodecContext context, AVCodec codec, String option, String value) {
        var options = new AVDictionary(null);
        if (!option.isEmpty()) {
            av_dict_set(options, option, value, 0);
        }
        int opened = avcodec_open2(context, codec, options);
        av_dict_free(options);
        if (opened < 0) {
            throw new IllegalStateException("avcodec_open2: " + opened);
        }
    }

    private interface PacketTaker {
        void take(AVPacket packet);
    }

    private interface FrameTaker {
        void take(AVFrame frame);
    }

    private static void encode(AVCodecContext context, AVFrame frame, PacketTaker taker) {
        check(avcodec_send_frame(context, frame));
        AVPacket packet = av_packet_alloc();
        while (avcodec_receive_packet(context, packet) >= 0) {
            taker.take(packet);
            av_packet_unref(packet);
        }
        av_packet_free(packet);
    }

    private static void decode(AVCodecContext context, byte[] data, FrameTaker taker) {
        AVPacket packet = av_packet_alloc();
        av_new_packet(packet, data.length);
        packet.data().put(data);
        check(avcodec_send_packet(context, packet));
        av_packet_free(packet);
        AVFrame frame = av_frame_alloc();
        while (avcodec_receive_frame(context, frame) >= 0) {
            taker.take(frame);
        }
        av_frame_free(frame);
    }

    private static void check(int result) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg error " + result);
        }
    }

    private static byte[] bytes(AVPacket packet) {
        byte[] data = new byte[packet.size()];
        packet.data().get(data);
        return data;
    }
}
