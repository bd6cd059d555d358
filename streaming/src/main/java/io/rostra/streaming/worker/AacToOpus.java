package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/// AAC of any rate and channels to Opus, 48 kHz stereo in packets of 20 ms. Not thread-safe.
final class AacToOpus implements AutoCloseable {
    private static final int RATE = 48_000;
    private static final int CHANNELS = 2;
    private static final int SAMPLES = RATE / 50;
    private static final int BIT_RATE = 128_000;

    /// Times of the encoder further than this from where its samples end are a gap.
    private static final long MOST_DRIFT_MICROS = 100_000;

    interface Output {
        void onOpus(long micros, byte[] packet);
    }

    private final AVCodecContext decoder;
    private final AVCodecContext encoder;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame decoded = av_frame_alloc();
    private final AVFrame resampled = av_frame_alloc();
    private final AVFrame block = av_frame_alloc();
    private final Output output;
    private @Nullable SwrContext resampler;

    /// Interleaved samples that wait for a whole block.
    private float[] waiting = new float[CHANNELS * RATE];

    private int waitingSamples;

    /// Of the first one that waits.
    private long waitingMicros;

    private boolean started;
    private long encoded;

    /// @param configuration AudioSpecificConfig
    AacToOpus(byte[] configuration, Output output) throws CodecException {
        this.output = output;
        AVCodec aac = avcodec_find_decoder(AV_CODEC_ID_AAC);
        decoder = avcodec_alloc_context3(aac);
        var extra =
                new BytePointer(av_mallocz(configuration.length + AV_INPUT_BUFFER_PADDING_SIZE));
        extra.put(configuration, 0, configuration.length);
        decoder.extradata(extra);
        decoder.extradata_size(configuration.length);
        AVCodec opus = avcodec_find_encoder_by_name("libopus");
        encoder = avcodec_alloc_context3(opus);
        encoder.sample_rate(RATE);
        encoder.sample_fmt(AV_SAMPLE_FMT_FLT);
        encoder.bit_rate(BIT_RATE);
        encoder.time_base().num(1).den(RATE);
        av_channel_layout_default(encoder.ch_layout(), CHANNELS);
        int opened = avcodec_open2(decoder, aac, (AVDictionary) null);
        if (opened >= 0) {
            opened = avcodec_open2(encoder, opus, (AVDictionary) null);
        }
        if (opened < 0 || encoder.frame_size() != SAMPLES) {
            close();
            throw CodecException.of("Opening AAC and Opus", opened);
        }
        block.nb_samples(SAMPLES);
        block.format(AV_SAMPLE_FMT_FLT);
        block.sample_rate(RATE);
        av_channel_layout_copy(block.ch_layout(), encoder.ch_layout());
        int allocated = av_frame_get_buffer(block, 0);
        if (allocated < 0) {
            close();
            throw CodecException.of("Allocating an audio frame", allocated);
        }
    }

    /// An access unit that cannot be decoded is left out.
    void decode(long micros, byte[] accessUnit) throws CodecException {
        if (av_new_packet(packet, accessUnit.length) < 0) {
            return;
        }
        packet.data().put(accessUnit);
        int sent = avcodec_send_packet(decoder, packet);
        av_packet_unref(packet);
        while (sent >= 0 && avcodec_receive_frame(decoder, decoded) >= 0) {
            resample(micros);
        }
    }

    private void resample(long micros) throws CodecException {
        if (resampler == null) {
            resampler = swr_alloc();
        }
        av_frame_unref(resampled);
        resampled.format(AV_SAMPLE_FMT_FLT);
        resampled.sample_rate(RATE);
        av_channel_layout_default(resampled.ch_layout(), CHANNELS);
        if (swr_convert_frame(resampler, resampled, decoded) < 0) {
            // The stream has changed its form: what the resampler knew does not fit any more.
            swr_free(resampler);
            resampler = null;
            return;
        }
        int count = resampled.nb_samples();
        if (count == 0) {
            return;
        }
        long expected = waitingMicros + waitingSamples * 1_000_000L / RATE;
        if (!started || Math.abs(micros - expected) > MOST_DRIFT_MICROS) {
            started = true;
            waitingSamples = 0;
            waitingMicros = micros;
        }
        append(count);
        encode();
    }

    private void append(int count) {
        int needed = (waitingSamples + count) * CHANNELS;
        if (needed > waiting.length) {
            waiting = Arrays.copyOf(waiting, needed);
        }
        new FloatPointer(resampled.data(0))
                .get(waiting, waitingSamples * CHANNELS, count * CHANNELS);
        waitingSamples += count;
    }

    private void encode() throws CodecException {
        int used = 0;
        while (waitingSamples - used >= SAMPLES) {
            av_frame_make_writable(block);
            new FloatPointer(block.data(0)).put(waiting, used * CHANNELS, SAMPLES * CHANNELS);
            block.pts(encoded);
            encoded += SAMPLES;
            used += SAMPLES;
            int sent = avcodec_send_frame(encoder, block);
            if (sent < 0) {
                throw CodecException.of("Encoding Opus", sent);
            }
            while (avcodec_receive_packet(encoder, packet) >= 0) {
                byte[] data = new byte[packet.size()];
                packet.data().get(data);
                av_packet_unref(packet);
                output.onOpus(waitingMicros, data);
            }
            waitingMicros += 20_000;
        }
        System.arraycopy(waiting, used * CHANNELS, waiting, 0, (waitingSamples - used) * CHANNELS);
        waitingSamples -= used;
    }

    @Override
    public void close() {
        avcodec_free_context(decoder);
        avcodec_free_context(encoder);
        av_packet_free(packet);
        av_frame_free(decoded);
        av_frame_free(resampled);
        av_frame_free(block);
        if (resampler != null) {
            swr_free(resampler);
        }
    }
}
