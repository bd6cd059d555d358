package io.rostra.streaming.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.AnnexB;
import io.rostra.media.codec.H264Depacketizer;
import io.rostra.media.codec.H264SpsParser;
import io.rostra.streaming.egress.hls.HlsConfig;
import io.rostra.streaming.egress.hls.HlsOrigin;
import io.rostra.streaming.egress.hls.HlsStream;
import io.rostra.streaming.egress.hls.Packager;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import io.rostra.streaming.testing.TestCodecs;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/// The origin with one live stream, fed in real time with pictures that were encoded beforehand.
/// Prints its port and the path of the playlist, then runs until it is killed.
final class HlsBenchServer {

    private static final int FRAMES = 45;
    private static final long FRAME_TICKS = 3_000;
    private static final int AUDIO_BYTES = 340;

    private HlsBenchServer() {}

    public static void main(String[] args) throws Exception {
        // Nobody reads what it prints after its address, and a full pipe would stop it.
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        List<AccessUnit> pictures = encode();
        var stream = new HlsStream(HlsConfig.defaults(), Instant.now(), () -> {});
        long start = System.nanoTime();
        Vertx vertx = Vertx.vertx();
        var origin = new HlsOrigin(vertx);
        origin.add(stream);
        Router router = Router.router(vertx);
        origin.mount(router);
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        int port =
                vertx.createHttpServer(options)
                        .requestHandler(router)
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .actualPort();
        System.out.println(port + " " + stream.path());
        feed(stream, pictures, start);
    }

    private static List<AccessUnit> encode() {
        var units = new ArrayList<AccessUnit>();
        var depacketizer = new H264Depacketizer();
        var random = new Random(1);
        for (TestCodecs.Picture picture :
                TestCodecs.h264(1280, 720, FRAMES, _ -> 60 + random.nextInt(120))) {
            AnnexB.push(picture.data(), units.size(), depacketizer, units::add);
        }
        return units;
    }

    private static void feed(HlsStream stream, List<AccessUnit> pictures, long start) {
        var packager = new Packager(HlsConfig.defaults(), () -> {});
        packager.join(stream);
        var first = pictures.getFirst().parameterSets();
        H264SpsParser.Sps sps = H264SpsParser.parse(first.sps());
        var parameters = new H264Parameters(first.sps(), first.pps(), sps.width(), sps.height());
        byte[] sound = new byte[AUDIO_BYTES];
        new Random(2).nextBytes(sound);
        long audioPts = 0;
        for (long frame = 0; ; frame++) {
            long pts = frame * FRAME_TICKS;
            long due = start + pts * 100_000 / 9;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            AccessUnit unit = pictures.get((int) (frame % FRAMES));
            packager.onVideo(new VideoFrame(unit.data(), pts, frame % FRAMES == 0, parameters));
            while (audioPts * 15 / 8 < pts) {
                packager.onAudio(new AudioFrame(sound, audioPts));
                audioPts += AudioFrame.SAMPLES;
            }
            if (frame % 3 == 0) {
                packager.onClock(System.nanoTime());
            }
        }
    }
}
