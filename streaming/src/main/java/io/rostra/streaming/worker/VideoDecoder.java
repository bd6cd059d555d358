package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
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
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// VP8 or H.264 to pictures (YUV 4:2:0, 8 bits, brightness limited to 16..235 or not), one thread,
/// no delay. Not thread-safe.
final class VideoDecoder implements AutoCloseable {
    /// 4096 x 2304; a hostile key frame of 16383 x 16383 would ask for 400 MB.
    private static final long MAX_PIXELS = 4096L * 2304;

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();

    static VideoDecoder vp8() throws CodecException {
        return new VideoDecoder(AV_CODEC_ID_VP8);
    }

    /// Takes access units as byte streams (annex B), parameter sets in front of key frames.
    static VideoDecoder h264() throws CodecException {
        return new VideoDecoder(AV_CODEC_ID_H264);
    }

    private VideoDecoder(int codecId) throws CodecException {
        AVCodec codec = avcodec_find_decoder(codecId);
        context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        context.flags(AV_CODEC_FLAG_LOW_DELAY);
        context.max_pixels(MAX_PIXELS);
        int opened = avcodec_open2(context, codec, (AVDictionary) null);
        if (opened < 0) {
            close();
            throw CodecException.of("Opening a video decoder", opened);
        }
    }

    /// The picture, valid until the next call, or null if the frame cannot be decoded or is not to
    /// be shown.
    @Nullable AVFrame decode(byte[] data) {
        if (av_new_packet(packet, data.length) < 0) {
            return null;
        }
        packet.data().put(data);
        int sent = avcodec_send_packet(context, packet);
        av_packet_unref(packet);
        if (sent < 0 || avcodec_receive_frame(context, frame) < 0) {
            return null;
        }
        return frame.format() == AV_PIX_FMT_YUV420P || frame.format() == AV_PIX_FMT_YUVJ420P
                ? frame
                : null;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
