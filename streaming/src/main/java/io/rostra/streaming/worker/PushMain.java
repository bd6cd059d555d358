package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_network_init;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_PANIC;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;

/// A child process that sends the FLV stream of its standard input to an RTMP server, as it is. The
/// URL comes in the environment, which other users of the machine cannot read, since it holds the
/// stream key; for the same reason FFmpeg's own log stays silent.
///
/// Says on its standard output `up` when the server has taken the stream, `sent` every second in
/// which something was sent, and `error` with a reason before it ends for one.
public final class PushMain {

    /// Name of the environment variable that holds the URL.
    public static final String URL_VARIABLE = "ROSTRA_PUSH_URL";

    public static final String UP = "up";
    public static final String SENT = "sent";
    public static final String ERROR = "error ";

    private static final long SECOND_NANOS = 1_000_000_000;

    /// Both configurations stand at the beginning, so there is little to find out.
    private static final long ANALYZE_MICROS = 500_000;

    private PushMain() {}

    public static void main(String[] arguments) {
        String url = System.getenv(URL_VARIABLE);
        av_log_set_level(AV_LOG_PANIC);
        avformat_network_init();
        try {
            push(url);
            Runtime.getRuntime().halt(0);
        } catch (PushException e) {
            System.out.println(ERROR + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static void push(String url) throws PushException {
        AVFormatContext input = avformat_alloc_context();
        input.max_analyze_duration(ANALYZE_MICROS);
        AVInputFormat flv = av_find_input_format("flv");
        check("reading", avformat_open_input(input, "pipe:0", flv, null));
        check("reading", avformat_find_stream_info(input, (AVDictionary) null));
        AVFormatContext output = connect(url, input);
        System.out.println(UP);
        copy(input, output);
        check("ending", av_write_trailer(output));
    }

    private static AVFormatContext connect(String url, AVFormatContext input) throws PushException {
        AVFormatContext output = new AVFormatContext(null);
        check("preparing", avformat_alloc_output_context2(output, null, "flv", url));
        for (int i = 0; i < input.nb_streams(); i++) {
            AVStream stream = avformat_new_stream(output, null);
            check(
                    "preparing",
                    avcodec_parameters_copy(stream.codecpar(), input.streams(i).codecpar()));
            stream.codecpar().codec_tag(0);
        }
        AVIOContext connection = new AVIOContext(null);
        check("connecting", avio_open(connection, url, AVIO_FLAG_WRITE));
        output.pb(connection);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "flvflags", "no_duration_filesize", 0);
        check("publishing", avformat_write_header(output, options));
        av_dict_free(options);
        return output;
    }

    private static void copy(AVFormatContext input, AVFormatContext output) throws PushException {
        AVPacket packet = av_packet_alloc();
        long toldAt = System.nanoTime();
        while (true) {
            int read = av_read_frame(input, packet);
            if (read == AVERROR_EOF) {
                return;
            }
            check("reading", read);
            if (packet.stream_index() >= output.nb_streams()) {
                av_packet_unref(packet);
                continue;
            }
            AVStream from = input.streams(packet.stream_index());
            AVStream to = output.streams(packet.stream_index());
            av_packet_rescale_ts(packet, from.time_base(), to.time_base());
            packet.pos(-1);
            check("sending", av_interleaved_write_frame(output, packet));
            if (System.nanoTime() - toldAt >= SECOND_NANOS) {
                toldAt = System.nanoTime();
                System.out.println(SENT);
            }
        }
    }

    private static void check(String what, int result) throws PushException {
        if (result < 0) {
            try (var text = new BytePointer(128)) {
                av_strerror(result, text, 128);
                String reason = text.getString(); // with what lies behind its end
                throw new PushException(what + ": " + reason.substring(0, reason.indexOf('\0')));
            }
        }
    }

    private static final class PushException extends Exception {
        private static final long serialVersionUID = 1;

        PushException(String message) {
            super(message);
        }
    }
}
