package io.rostra.streaming.worker;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_PANIC;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.rostra.streaming.worker.IngestPacket.Kind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// A child process that makes what WebRTC carries of what an RTMP encoder sends: AAC into Opus, and
/// H.264 with B-frames into H.264 without. It ends when its input does, or with the first error.
public final class IngestMain {

    private final DataOutputStream out =
            new DataOutputStream(
                    new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
    private @Nullable AacToOpus sound;
    private @Nullable ReorderedVideo video;
    private byte[] videoConfiguration = {};

    private IngestMain() {}

    public static void main(String[] arguments) {
        av_log_set_level(AV_LOG_PANIC);
        try (var in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16))) {
            var ingest = new IngestMain();
            IngestPacket packet;
            while ((packet = IngestPacket.read(in)) != null) {
                ingest.take(packet);
                if (in.available() == 0) {
                    ingest.out.flush();
                }
            }
            Runtime.getRuntime().halt(0);
        } catch (IOException | CodecException | RuntimeException | Error e) {
            System.err.println("ingest ends: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private void take(IngestPacket packet) throws CodecException {
        switch (packet.kind()) {
            case AAC_CONFIGURATION -> {
                if (sound != null) {
                    sound.close();
                }
                sound =
                        new AacToOpus(
                                packet.data(), (micros, data) -> send(Kind.OPUS, micros, data));
            }
            case AAC -> {
                if (sound != null) {
                    sound.decode(packet.micros(), packet.data());
                }
            }
            case AVC_CONFIGURATION -> {
                if (video != null) {
                    video.close();
                    video = null;
                }
                videoConfiguration = packet.data();
            }
            case AVC -> {
                if (video == null) {
                    video = new ReorderedVideo(videoConfiguration, this::onH264);
                }
                video.decode(packet.micros(), packet.data());
            }
            case FORCE_KEY_FRAME -> {
                if (video != null) {
                    video.forceKeyFrame();
                }
            }
            case OPUS, H264, H264_KEY_FRAME ->
                    throw new IllegalArgumentException("Not for the child");
        }
    }

    private void onH264(long pts, boolean keyFrame, byte[] accessUnit) {
        send(keyFrame ? Kind.H264_KEY_FRAME : Kind.H264, pts * 100 / 9, accessUnit);
    }

    private void send(Kind kind, long micros, byte[] data) {
        try {
            new IngestPacket(kind, micros, data).write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
