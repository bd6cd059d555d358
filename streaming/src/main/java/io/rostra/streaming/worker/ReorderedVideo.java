package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/// H.264 whose pictures are not sent in the order in which they are shown (B-frames), encoded anew
/// without: WebRTC has no way to say when a frame is to be shown other than when it comes. Not
/// thread-safe.
final class ReorderedVideo implements AutoCloseable {
    private static final int MIN_SIDE = 16;

    /// AV_FRAME_FLAG_KEY, which the bindings leave out.
    private static final int KEY_FRAME = 1 << 1;

    private static final long MAX_PIXELS = 4096L * 2304;

    private final AVCodecContext decoder;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame picture = av_frame_alloc();
    private final H264Encoder.Output output;
    private @Nullable H264Encoder encoder;
    private boolean forceKeyFrame = true;
    private long lastPts = Long.MIN_VALUE;

    /// @param configuration AVCDecoderConfigurationRecord
    ReorderedVideo(byte[] configuration, H264Encoder.Output output) throws CodecException {
        this.output = output;
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_H264);
        decoder = avcodec_alloc_context3(codec);
        decoder.thread_count(1);
        decoder.max_pixels(MAX_PIXELS);
        var extra =
                new BytePointer(av_mallocz(configuration.length + AV_INPUT_BUFFER_PADDING_SIZE));
        extra.put(configuration, 0, configuration.length);
        decoder.extradata(extra);
        decoder.extradata_size(configuration.length);
        int opened = avcodec_open2(decoder, codec, (AVDictionary) null);
        if (opened < 0) {
            close();
            throw CodecException.of("Opening the H.264 decoder", opened);
        }
    }

    void forceKeyFrame() {
        forceKeyFrame = true;
    }

    /// @param micros when it is shown
    /// @param accessUnit framed as the configuration says
    void decode(long micros, byte[] accessUnit) throws CodecException {
        if (av_new_packet(packet, accessUnit.length) < 0) {
            return;
        }
        packet.data().put(accessUnit);
        packet.pts(micros * 9 / 100); // 90 kHz
        int sent = avcodec_send_packet(decoder, packet);
        av_packet_unref(packet);
        while (sent >= 0 && avcodec_receive_frame(decoder, picture) >= 0) {
            encode();
        }
    }

    private void encode() throws CodecException {
        int width = picture.width() & ~1;
        int height = picture.height() & ~1;
        boolean known =
                picture.format() == AV_PIX_FMT_YUV420P || picture.format() == AV_PIX_FMT_YUVJ420P;
        long pts = picture.best_effort_timestamp();
        if (!known || width < MIN_SIDE || height < MIN_SIDE || pts <= lastPts) {
            return;
        }
        lastPts = pts;
        picture.width(width);
        picture.height(height);
        if (encoder == null || !encoder.fits(width, height)) {
            if (encoder != null) {
                encoder.close();
            }
            encoder = new H264Encoder(width, height, output);
        }
        boolean key = forceKeyFrame || (picture.flags() & KEY_FRAME) != 0;
        forceKeyFrame = false;
        encoder.encode(picture, pts, key);
    }

    @Override
    public void close() {
        avcodec_free_context(decoder);
        av_packet_free(packet);
        av_frame_free(picture);
        if (encoder != null) {
            encoder.close();
        }
    }
}
