package io.rostra.streaming.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/// The complete segments of a stream as FFmpeg's demuxer and decoders see them: every run of
/// segments with one initialisation segment is one file. Times in ticks of the rendition.
public final class DecodedStream {

    /// @param duration of the sample, as the container says
    /// @param number burnt into the picture by [TestEncoder]
    public record Unit(long pts, long duration, boolean decoded, int number) {}

    private final List<Unit> video;
    private final List<Unit> audio;

    private DecodedStream(List<Unit> video, List<Unit> audio) {
        this.video = video;
        this.audio = audio;
    }

    static DecodedStream of(HlsStream stream) {
        return of(stream, stream.renditions().getFirst());
    }

    /// @param video one of the stream's renditions of video
    static DecodedStream of(HlsStream stream, Rendition video) {
        return new DecodedStream(decode(stream, video), decode(stream, stream.renditions().get(1)));
    }

    /// A file with video as its first track and sound as its second.
    public static DecodedStream of(Path file) {
        List<Unit> video = new ArrayList<>();
        List<Unit> audio = new ArrayList<>();
        decodeFile(file, 0, video);
        decodeFile(file, 1, audio);
        return new DecodedStream(video, audio);
    }

    /// A file with one track.
    static List<Unit> ofOneTrack(Path file) {
        List<Unit> units = new ArrayList<>();
        decodeFile(file, 0, units);
        return units;
    }

    public List<Unit> video() {
        return video;
    }

    public List<Unit> audio() {
        return audio;
    }

    public DecodedStream hasPictures(int atLeast) {
        assertThat(video).hasSizeGreaterThanOrEqualTo(atLeast);
        return this;
    }

    /// Every sample decodes and ends where the next one begins.
    public DecodedStream hasNoGaps() {
        for (List<Unit> units : List.of(video, audio)) {
            assertThat(units).isNotEmpty().allMatch(Unit::decoded);
            for (int i = 1; i < units.size(); i++) {
                Unit previous = units.get(i - 1);
                assertThat(units.get(i).pts())
                        .as("sample " + i)
                        .isEqualTo(previous.pts() + previous.duration());
            }
        }
        return this;
    }

    /// The pictures show what was fed, in order, the last one `last`.
    public DecodedStream showsInOrder(int last) {
        assertThat(video).extracting(Unit::number).isSorted();
        assertThat(video.getLast().number()).isEqualTo(last);
        return this;
    }

    private static List<Unit> decode(HlsStream stream, Rendition rendition) {
        List<Unit> units = new ArrayList<>();
        List<Segment> run = new ArrayList<>();
        for (Segment segment : rendition.playlist().segments()) {
            if (!run.isEmpty() && !run.getLast().initUri().equals(segment.initUri())) {
                decodeRun(stream, run, units);
                run.clear();
            }
            run.add(segment);
        }
        decodeRun(stream, run, units);
        return units;
    }

    private static void decodeRun(HlsStream stream, List<Segment> run, List<Unit> units) {
        try {
            Path file = Files.createTempFile("rostra-", ".mp4");
            try (var out = Files.newOutputStream(file)) {
                out.write(bytes(owner(stream, run.getFirst()), run.getFirst().initUri()));
                for (Segment segment : run) {
                    out.write(bytes(owner(stream, segment), segment.uri()));
                }
            }
            decodeFile(file, 0, units);
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whose files a playlist names.
    static Rendition owner(HlsStream stream, Segment segment) {
        return stream.renditions().stream()
                .filter(rendition -> rendition.owns(segment.uri()))
                .findFirst()
                .orElseThrow();
    }

    /// From memory or from disk.
    static byte[] bytes(Rendition rendition, String uri) throws IOException {
        var inMemory = rendition.file(uri);
        return inMemory != null
                ? inMemory.getBytes()
                : Files.readAllBytes(rendition.storedFile(uri));
    }

    private static void decodeFile(Path file, int track, List<Unit> units) {
        AVFormatContext format = new AVFormatContext(null);
        require(avformat_open_input(format, file.toString(), null, null));
        require(avformat_find_stream_info(format, (AVDictionary) null));
        var parameters = format.streams(track).codecpar();
        AVCodecContext decoder =
                avcodec_alloc_context3(avcodec_find_decoder(parameters.codec_id()));
        require(avcodec_parameters_to_context(decoder, parameters));
        decoder.thread_count(1);
        require(avcodec_open2(decoder, decoder.codec(), (PointerPointer<?>) null));
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        while (av_read_frame(format, packet) >= 0) {
            if (packet.stream_index() != track) {
                av_packet_unref(packet);
                continue;
            }
            boolean accepted = avcodec_send_packet(decoder, packet) >= 0;
            boolean decoded = accepted && avcodec_receive_frame(decoder, frame) >= 0;
            int number = decoded && frame.width() > 0 ? number(frame) : 0;
            boolean clean = decoded && frame.decode_error_flags() == 0;
            units.add(new Unit(packet.pts(), packet.duration(), clean, number));
            av_packet_unref(packet);
        }
        avformat_close_input(format);
    }

    private static int number(AVFrame frame) {
        int block = frame.width() / TestEncoder.NUMBER_BITS;
        int number = 0;
        for (int bit = 0; bit < TestEncoder.NUMBER_BITS; bit++) {
            long at = (long) frame.linesize(0) * (block / 2) + bit * block + block / 2;
            number = number << 1 | ((frame.data(0).get(at) & 0xFF) > 128 ? 1 : 0);
        }
        return number;
    }

    private static void require(int result) {
        assertThat(result).isGreaterThanOrEqualTo(0);
    }
}
