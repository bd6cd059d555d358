package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.rostra.media.codec.OpusPacket;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/// Opus to PCM, 48 kHz stereo, whatever the sender's channels. Uses libopus, which knows the
/// packets of discontinuous transmission; FFmpeg's own decoder does not conceal. Not thread-safe.
final class OpusDecoder implements AutoCloseable {
    private static final int CHANNELS = 2;

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();

    /// Interleaved samples of the last packet.
    private final float[] samples = new float[CHANNELS * OpusPacket.MAX_SAMPLES];

    OpusDecoder() throws CodecException {
        AVCodec codec = avcodec_find_decoder_by_name("libopus");
        context = avcodec_alloc_context3(codec);
        context.sample_rate(48_000);
        context.request_sample_fmt(AV_SAMPLE_FMT_FLT);
        av_channel_layout_default(context.ch_layout(), CHANNELS);
        int opened = avcodec_open2(context, codec, (AVDictionary) null);
        if (opened < 0) {
            close();
            throw CodecException.of("Opening libopus", opened);
        }
    }

    /// Decodes one packet into [#samples].
    ///
    /// @return samples per channel, 0 if the packet cannot be decoded
    int decode(byte[] opus) {
        if (av_new_packet(packet, opus.length) < 0) {
            return 0;
        }
        packet.data().put(opus);
        int sent = avcodec_send_packet(context, packet);
        av_packet_unref(packet);
        if (sent < 0 || avcodec_receive_frame(context, frame) < 0) {
            return 0;
        }
        int count = frame.nb_samples();
        if (count * CHANNELS > samples.length
                || frame.format() != AV_SAMPLE_FMT_FLT
                || frame.ch_layout().nb_channels() != CHANNELS) {
            return 0;
        }
        new FloatPointer(frame.data(0)).get(samples, 0, CHANNELS * count);
        return count;
    }

    /// Interleaved; overwritten by the next packet.
    float[] samples() {
        return samples;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
