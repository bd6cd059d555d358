package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_PANIC;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.rostra.streaming.worker.WorkerMessage.AudioSourceGone;
import io.rostra.streaming.worker.WorkerMessage.Compose;
import io.rostra.streaming.worker.WorkerMessage.ForceKeyFrame;
import io.rostra.streaming.worker.WorkerMessage.Layout;
import io.rostra.streaming.worker.WorkerMessage.NewAudioSource;
import io.rostra.streaming.worker.WorkerMessage.NewVideoSource;
import io.rostra.streaming.worker.WorkerMessage.Opus;
import io.rostra.streaming.worker.WorkerMessage.Ping;
import io.rostra.streaming.worker.WorkerMessage.Pong;
import io.rostra.streaming.worker.WorkerMessage.Ready;
import io.rostra.streaming.worker.WorkerMessage.TilePicture;
import io.rostra.streaming.worker.WorkerMessage.Vp8;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// The child process: takes encoded media from its server over a socket and answers with other
/// encoded media. It lives as long as the socket: when the server closes it, or dies, the child
/// ends at once, whatever its codecs are doing. Errors of its own end it, too; the server starts
/// another.
///
/// Threads: this one reads; audio and video have a [Pipeline] each.
public final class WorkerMain {
    /// About two seconds of audio packets; video is given up earlier, since frames that wait are
    /// late.
    private static final int AUDIO_QUEUE = 128;

    private static final int VIDEO_QUEUE = 64;
    private static final long STUCK_NANOS = Duration.ofSeconds(3).toNanos();

    private final MessageChannel channel;
    private final Pipeline audio;
    private final Pipeline video;

    /// Frames were dropped in front of the video pipeline.
    private volatile boolean videoOverflow;

    private WorkerMain(MessageChannel channel) throws CodecException {
        this.channel = channel;
        var audioTranscoder = new AudioTranscoder(this::send);
        var videoTranscoder = new VideoTranscoder(this::send);
        var compositor = new Compositor(this::send);
        audio = new Pipeline("audio", AUDIO_QUEUE, request -> handle(request, audioTranscoder));
        video =
                new Pipeline(
                        "video",
                        VIDEO_QUEUE,
                        request -> handle(request, videoTranscoder, compositor));
    }

    /// @param arguments path of the Unix-domain socket on which the server listens
    public static void main(String[] arguments) {
        try (var socket = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]))) {
            av_log_set_level(AV_LOG_PANIC);
            var worker = new WorkerMain(new MessageChannel(socket));
            worker.send(new Ready());
            worker.run();
            Runtime.getRuntime().halt(0);
        } catch (IOException | CodecException | InterruptedException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /// Ends the process; native code may still be running, so nothing is closed.
    static void fail(Throwable cause) {
        System.err.println("worker ends: " + cause);
        Runtime.getRuntime().halt(1);
    }

    private void run() throws IOException, InterruptedException {
        while (channel.read() instanceof WorkerMessage.Request request) {
            switch (request) {
                case Opus _, NewAudioSource _, AudioSourceGone _ -> audio.put(request);
                case Vp8 _, NewVideoSource _, ForceKeyFrame(), TilePicture _, Compose _ ->
                        offerVideo(request);
                case Layout _ -> video.put(request);
                case Ping(var id) -> answer(id);
            }
        }
    }

    private void offerVideo(WorkerMessage.Request request) {
        if (!video.offer(request)) {
            videoOverflow = true;
        }
    }

    private void answer(long id) {
        long now = System.nanoTime();
        if (!audio.stuck(now, STUCK_NANOS) && !video.stuck(now, STUCK_NANOS)) {
            send(new Pong(id));
        }
    }

    private static void handle(WorkerMessage.Request request, AudioTranscoder transcoder)
            throws CodecException {
        switch (request) {
            case Opus(var source, var pts, var payload) -> transcoder.onOpus(source, pts, payload);
            case NewAudioSource(var source) -> transcoder.onNewSource(source);
            case AudioSourceGone(var source) -> transcoder.onSourceGone(source);
            case Vp8 _,
                    NewVideoSource _,
                    ForceKeyFrame(),
                    TilePicture _,
                    Layout _,
                    Compose _,
                    Ping _ -> {}
        }
    }

    private void handle(
            WorkerMessage.Request request, VideoTranscoder transcoder, Compositor compositor)
            throws CodecException {
        if (videoOverflow) {
            videoOverflow = false;
            transcoder.onLoss();
            compositor.onLoss();
        }
        switch (request) {
            case Vp8(var pts, var keyFrame, var payload) ->
                    transcoder.onVp8(pts, keyFrame, payload);
            case NewVideoSource(var sizes) -> transcoder.onNewSource(sizes);
            case ForceKeyFrame() -> {
                transcoder.forceKeyFrame();
                compositor.forceKeyFrame();
            }
            case TilePicture picture -> compositor.onPicture(picture);
            case Layout layout -> compositor.onLayout(layout);
            case Compose(var pts) -> compositor.compose(pts);
            case Opus _, NewAudioSource _, AudioSourceGone _, Ping _ -> {}
        }
    }

    private synchronized void send(WorkerMessage.Event event) {
        try {
            channel.write(event);
        } catch (IOException e) {
            fail(e);
        }
    }
}
