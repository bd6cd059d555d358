package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_PANIC;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/// A child process that reads MP4 files, which hold what publishers sent.
///
/// ```text
/// stills <movie> <width> <milliseconds> <picture> [<milliseconds> <picture> ...]
/// clip <result> <from> <to> <movie> [<movie of its sound>]
/// ```
///
/// A still is the picture that is shown at that time, as JPEG. A clip is copied: it begins at the
/// key frame in front of `from`, in milliseconds, and its length, width and height are told on
/// standard output. It ends with 1, and the reason there, when it cannot do so.
public final class MovieMain {

    private static final AVRational MILLIS = new AVRational().num(1).den(1000);
    private static final int JPEG_QUALITY = 4;

    private MovieMain() {}

    public static void main(String[] arguments) {
        av_log_set_level(AV_LOG_PANIC);
        try {
            switch (arguments[0]) {
                case "stills" -> stills(arguments);
                case "clip" -> clip(arguments);
                default -> throw new CodecException("Nothing is known of " + arguments[0]);
            }
            Runtime.getRuntime().halt(0);
        } catch (CodecException | IOException | RuntimeException e) {
            System.out.println(e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static AVFormatContext open(String movie) throws CodecException {
        AVFormatContext input = new AVFormatContext(null);
        check("Opening a movie", avformat_open_input(input, movie, null, null));
        check("Reading a movie", avformat_find_stream_info(input, (AVDictionary) null));
        return input;
    }

    private static int check(String what, int result) throws CodecException {
        if (result < 0) {
            throw CodecException.of(what, result);
        }
        return result;
    }

    private static int video(AVFormatContext input) {
        return av_find_best_stream(input, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    }

    private static void stills(String[] arguments) throws CodecException, IOException {
        AVFormatContext input = open(arguments[1]);
        int video = check("Finding the picture", video(input));
        AVStream stream = input.streams(video);
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        AVCodecContext decoder = avcodec_alloc_context3(codec);
        check("Preparing", avcodec_parameters_to_context(decoder, stream.codecpar()));
        decoder.thread_count(1);
        check("Opening a decoder", avcodec_open2(decoder, codec, (AVDictionary) null));
        AVFrame picture = av_frame_alloc();
        for (int i = 3; i + 1 < arguments.length; i += 2) {
            long at = av_rescale_q(Long.parseLong(arguments[i]), MILLIS, stream.time_base());
            check("Seeking", av_seek_frame(input, video, at, AVSEEK_FLAG_BACKWARD));
            avcodec_flush_buffers(decoder);
            if (decodeUntil(input, video, decoder, picture, at)) {
                int width = Math.min(Integer.parseInt(arguments[2]), picture.width());
                Files.write(Path.of(arguments[i + 1]), jpeg(picture, width & ~1));
            }
        }
    }

    /// @return whether there is any picture
    private static boolean decodeUntil(
            AVFormatContext input, int video, AVCodecContext decoder, AVFrame picture, long at) {
        AVPacket packet = av_packet_alloc();
        AVFrame next = av_frame_alloc();
        boolean any = false;
        boolean reached = false;
        while (!reached && av_read_frame(input, packet) >= 0) {
            if (packet.stream_index() == video && avcodec_send_packet(decoder, packet) >= 0) {
                while (!reached && avcodec_receive_frame(decoder, next) >= 0) {
                    av_frame_unref(picture);
                    av_frame_move_ref(picture, next);
                    any = true;
                    reached = picture.pts() >= at;
                }
            }
            av_packet_unref(packet);
        }
        av_frame_free(next);
        return any;
    }

    private static byte[] jpeg(AVFrame picture, int width) throws CodecException {
        int height = Math.max(2, (int) ((long) width * picture.height() / picture.width()) & ~1);
        AVFrame scaled = Canvas.frame(width, height, AV_PIX_FMT_YUVJ420P);
        try (var scaler = new Scaler()) {
            int whole = picture.width() & ~1;
            scaler.scale(
                    picture,
                    scaled,
                    new Fit(0, 0, whole, picture.height() & ~1, 0, 0, width, height));
        }
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        AVCodecContext encoder = avcodec_alloc_context3(codec);
        encoder.width(width).height(height).pix_fmt(AV_PIX_FMT_YUVJ420P);
        encoder.color_range(AVCOL_RANGE_JPEG);
        encoder.time_base().num(1).den(1);
        encoder.qmin(JPEG_QUALITY).qmax(JPEG_QUALITY);
        check("Opening a JPEG encoder", avcodec_open2(encoder, codec, (AVDictionary) null));
        AVPacket packet = av_packet_alloc();
        scaled.pts(0);
        check("Encoding JPEG", avcodec_send_frame(encoder, scaled));
        check("Encoding JPEG", avcodec_receive_packet(encoder, packet));
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        av_packet_unref(packet);
        avcodec_free_context(encoder);
        av_frame_free(scaled);
        return bytes;
    }

    private static void clip(String[] arguments) throws CodecException {
        String result = arguments[1];
        long from = Long.parseLong(arguments[2]);
        long to = Long.parseLong(arguments[3]);
        AVFormatContext output = new AVFormatContext(null);
        check("Preparing", avformat_alloc_output_context2(output, null, "mp4", result));
        List<Part> parts = new ArrayList<>();
        for (int i = 4; i < arguments.length; i++) {
            parts.add(new Part(open(arguments[i]), output));
        }
        long start = from;
        for (Part part : parts) {
            start = part.seek(start);
        }
        AVIOContext file = new AVIOContext(null);
        check("Making a file", avio_open(file, result, AVIO_FLAG_WRITE));
        output.pb(file);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", "faststart", 0);
        check("Writing", avformat_write_header(output, options));
        av_dict_free(options);
        while (true) {
            Part next = null;
            for (Part part : parts) {
                if (part.fill(to) && (next == null || part.at < next.at)) {
                    next = part;
                }
            }
            if (next == null) {
                break;
            }
            next.write(output, start);
        }
        check("Writing", av_write_trailer(output));
        avio_closep(file);
        long end = parts.stream().mapToLong(part -> part.end).max().orElse(0);
        if (end <= start) {
            throw new CodecException("There is nothing to play between these times");
        }
        int video = video(parts.getFirst().input);
        AVStream picture = parts.getFirst().input.streams(Math.max(0, video));
        System.out.printf(
                "%d %d %d%n", end - start, picture.codecpar().width(), picture.codecpar().height());
    }

    /// One movie that a clip is made of.
    private static final class Part {
        private final AVFormatContext input;
        private final int firstStream;
        private final AVPacket packet = av_packet_alloc();
        private boolean held;
        private boolean over;

        /// Of what was written, in milliseconds.
        private long end;

        /// Of the packet at hand, in milliseconds.
        private long at;

        Part(AVFormatContext input, AVFormatContext output) throws CodecException {
            this.input = input;
            firstStream = output.nb_streams();
            for (int i = 0; i < input.nb_streams(); i++) {
                AVStream stream = avformat_new_stream(output, null);
                check(
                        "Preparing",
                        avcodec_parameters_copy(stream.codecpar(), input.streams(i).codecpar()));
                stream.codecpar().codec_tag(0);
            }
        }

        /// Goes to the key frame in front of `from`.
        ///
        /// @return where that is, or `from` if there is no picture in it
        long seek(long from) throws CodecException {
            int video = video(input);
            int stream = video < 0 ? 0 : video;
            long ticks = av_rescale_q(from, MILLIS, input.streams(stream).time_base());
            check("Seeking", av_seek_frame(input, stream, ticks, AVSEEK_FLAG_BACKWARD));
            if (video < 0) {
                return from;
            }
            while (fill(Long.MAX_VALUE)) {
                if (packet.stream_index() == video) {
                    long start = at;
                    held = false;
                    av_packet_unref(packet);
                    check("Seeking", av_seek_frame(input, stream, ticks, AVSEEK_FLAG_BACKWARD));
                    return start;
                }
                held = false;
                av_packet_unref(packet);
            }
            return from;
        }

        /// @return false when there is no packet before `to`
        boolean fill(long to) {
            while (!held && !over) {
                over = av_read_frame(input, packet) < 0;
                held = !over && packet.dts() != AV_NOPTS_VALUE;
                if (held) {
                    AVRational base = input.streams(packet.stream_index()).time_base();
                    at = av_rescale_q(packet.dts(), base, MILLIS);
                } else if (!over) {
                    av_packet_unref(packet);
                }
            }
            return held && at < to;
        }

        void write(AVFormatContext output, long start) throws CodecException {
            AVStream from = input.streams(packet.stream_index());
            AVStream to = output.streams(firstStream + packet.stream_index());
            held = false;
            if (at >= start) {
                end = at + av_rescale_q(packet.duration(), from.time_base(), MILLIS);
                long shift = av_rescale_q(start, MILLIS, from.time_base());
                packet.pts(Math.max(0, packet.pts() - shift));
                packet.dts(Math.max(0, packet.dts() - shift));
                av_packet_rescale_ts(packet, from.time_base(), to.time_base());
                packet.stream_index(firstStream + packet.stream_index());
                packet.pos(-1);
                check("Writing", av_interleaved_write_frame(output, packet));
            } else {
                av_packet_unref(packet);
            }
        }
    }
}
