package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
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
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// VP8 to pictures (YUV 4:2:0, 8 bits), one thread, no delay. Not thread-safe.
final class Vp8Decoder implements AutoCloseable {
    /// 4096 x 2304; a hostile key frame of 16383 x 16383 would ask for 400 MB.
    private static final long MAX_PIXELS = 4096L * 2304;

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();

    Vp8Decoder() throws CodecException {
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_VP8);
        context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        context.max_pixels(MAX_PIXELS);
        int opened = avcodec_open2(context, codec, (AVDictionary) null);
        if (opened < 0) {
            close();
            throw CodecException.of("Opening the VP8 decoder", opened);
        }
    }

    /// The picture, valid until the next call, or null if the frame cannot be decoded or is not to
    /// be shown.
    @Nullable AVFrame decode(byte[] vp8) {
        if (av_new_packet(packet, vp8.length) < 0) {
            return null;
        }
        packet.data().put(vp8);
        int sent = avcodec_send_packet(context, packet);
        av_packet_unref(packet);
        if (sent < 0 || avcodec_receive_frame(context, frame) < 0) {
            return null;
        }
        return frame.format() == AV_PIX_FMT_YUV420P ? frame : null;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
