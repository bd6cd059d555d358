package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PROFILE_AAC_LOW;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/// PCM to AAC-LC, 48 kHz stereo at 128 kbit/s, with FFmpeg's own encoder. Not thread-safe.
final class AacEncoder implements AutoCloseable {
    private static final int SAMPLES = AudioTimeline.BLOCK;
    private static final int BIT_RATE = 128_000;

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final Output output;

    /// The encoder answers one block late, one packet for each block.
    private long previousPts;

    private boolean primed;

    /// Samples given to the encoder; it wants times without gaps.
    private long encoded;

    AacEncoder(Output output) throws CodecException {
        this.output = output;
        AVCodec codec = avcodec_find_encoder_by_name("aac");
        context = avcodec_alloc_context3(codec);
        context.sample_rate(48_000);
        context.sample_fmt(AV_SAMPLE_FMT_FLTP);
        context.bit_rate(BIT_RATE);
        context.profile(AV_PROFILE_AAC_LOW);
        context.time_base().num(1).den(48_000);
        av_channel_layout_default(context.ch_layout(), 2);
        var options = new AVDictionary(null);
        av_dict_set(options, "aac_coder", "fast", 0);
        int opened = avcodec_open2(context, codec, options);
        av_dict_free(options);
        if (opened < 0 || context.frame_size() != SAMPLES) {
            close();
            throw CodecException.of("Opening the AAC encoder", opened);
        }
        frame.nb_samples(SAMPLES);
        frame.format(AV_SAMPLE_FMT_FLTP);
        frame.sample_rate(48_000);
        av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
        int allocated = av_frame_get_buffer(frame, 0);
        if (allocated < 0) {
            close();
            throw CodecException.of("Allocating an audio frame", allocated);
        }
    }

    interface Output {
        void onAac(long pts, byte[] accessUnit);
    }

    /// Encodes one block of [AudioTimeline#BLOCK] samples. What comes out belongs to the block
    /// before and is presented one block earlier still: a decoder's output starts with the
    /// encoder's padding (`initial_padding`, 1024 samples).
    void encode(long pts, float[] left, float[] right) throws CodecException {
        av_frame_make_writable(frame);
        new FloatPointer(frame.data(0)).put(left, 0, SAMPLES);
        new FloatPointer(frame.data(1)).put(right, 0, SAMPLES);
        frame.pts(encoded);
        encoded += SAMPLES;
        int sent = avcodec_send_frame(context, frame);
        if (sent < 0) {
            throw CodecException.of("Encoding AAC", sent);
        }
        while (avcodec_receive_packet(context, packet) >= 0) {
            byte[] data = new byte[packet.size()];
            packet.data().get(data);
            av_packet_unref(packet);
            if (primed) {
                output.onAac(previousPts - context.initial_padding(), data);
            }
        }
        previousPts = pts;
        primed = true;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
