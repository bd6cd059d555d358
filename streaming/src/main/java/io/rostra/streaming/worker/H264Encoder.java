package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/// Pictures of one size to H.264 without delay: x264 where the operator's build of FFmpeg has it,
/// OpenH264 otherwise. Key frames come when asked for, or every ten seconds. Not thread-safe.
final class H264Encoder implements AutoCloseable {
    private static final int CLOCK_RATE = 90_000;
    private static final int ASSUMED_FRAME_RATE = 30;
    private static final int KEY_FRAME_DISTANCE = 10 * ASSUMED_FRAME_RATE;

    /// 2.5 Mbit/s at 1280 x 720, in proportion for other sizes.
    private static final double BITS_PER_PIXEL_SECOND = 2_500_000 / (1280.0 * 720);

    private static final long MIN_BIT_RATE = 200_000;
    private static final long MAX_BIT_RATE = 6_000_000;

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final int width;
    private final int height;
    private final Output output;

    /// @param width pixels, even
    /// @param height pixels, even
    H264Encoder(int width, int height, Output output) throws CodecException {
        this.width = width;
        this.height = height;
        this.output = output;
        AVCodec x264 = avcodec_find_encoder_by_name("libx264");
        AVCodec codec = x264 != null ? x264 : avcodec_find_encoder_by_name("libopenh264");
        context = avcodec_alloc_context3(codec);
        context.width(width);
        context.height(height);
        context.pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base().num(1).den(CLOCK_RATE);
        context.framerate().num(ASSUMED_FRAME_RATE).den(1);
        context.gop_size(KEY_FRAME_DISTANCE);
        context.max_b_frames(0);
        context.thread_count(1);
        long bitRate = bitRate(width, height);
        context.bit_rate(bitRate);
        context.rc_max_rate(bitRate);
        context.rc_buffer_size((int) bitRate);
        var options = new AVDictionary(null);
        if (x264 != null) {
            av_dict_set(options, "preset", "superfast", 0);
            av_dict_set(options, "tune", "zerolatency", 0);
            av_dict_set(options, "forced-idr", "1", 0);
        } else {
            av_dict_set(options, "allow_skip_frames", "0", 0);
        }
        int opened = avcodec_open2(context, codec, options);
        av_dict_free(options);
        if (opened < 0) {
            close();
            throw CodecException.of("Opening an H.264 encoder", opened);
        }
    }

    interface Output {
        /// @param accessUnit byte stream (annex B), parameter sets in front of key frames
        void onH264(long pts, boolean keyFrame, byte[] accessUnit);
    }

    private static long bitRate(int width, int height) {
        long rate = (long) (BITS_PER_PIXEL_SECOND * width * height);
        return Math.clamp(rate, MIN_BIT_RATE, MAX_BIT_RATE);
    }

    boolean fits(int pictureWidth, int pictureHeight) {
        return pictureWidth == width && pictureHeight == height;
    }

    /// @param picture of this encoder's size
    /// @param pts in 90 kHz ticks, growing
    void encode(AVFrame picture, long pts, boolean forceKeyFrame) throws CodecException {
        picture.pts(pts);
        picture.pict_type(forceKeyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        int sent = avcodec_send_frame(context, picture);
        if (sent < 0) {
            throw CodecException.of("Encoding H.264", sent);
        }
        while (avcodec_receive_packet(context, packet) >= 0) {
            byte[] data = new byte[packet.size()];
            packet.data().get(data);
            boolean keyFrame = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
            long packetPts = packet.pts();
            av_packet_unref(packet);
            output.onH264(packetPts, keyFrame, data);
        }
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        av_packet_free(packet);
    }
}
