package io.rostra.streaming.egress;

import io.rostra.sfu.publish.MediaKind;
import io.rostra.streaming.testing.RtpStream;
import io.rostra.streaming.testing.TestCodecs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;

/// A publisher whose sound and pictures were made beforehand: 30 pictures and 50 packets of sound a
/// second, sent over a network with jitter. Time runs from its first packet.
final class Broadcaster {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    final StageTrack video;
    final StageTrack audio;
    private final FakeStage stage;
    private final RandomGenerator random;
    private final List<Sending> sendings = new ArrayList<>();
    private int sent;

    /// One packet or sender report on its way.
    private record Sending(
            long atNanos, StageTrack track, int layer, byte[] packet, long ntp, int rtp) {

        Sending(long atNanos, StageTrack track, byte[] packet, long ntp, int rtp) {
            this(atNanos, track, 0, packet, ntp, rtp);
        }
    }

    Broadcaster(String peer, String codec, FakeStage stage, RandomGenerator random) {
        this.stage = stage;
        this.random = random;
        video = new StageTrack(peer + "-v", peer, peer + "-s", MediaKind.VIDEO, codec);
        audio = new StageTrack(peer + "-a", peer, peer + "-s", MediaKind.AUDIO, "opus");
    }

    /// @param pictures byte streams or VP8 frames, as the codec of the track says
    Broadcaster sends(List<TestCodecs.Picture> pictures, List<byte[]> opus) {
        return sends(pictures, i -> i * SECOND / 30, opus);
    }

    /// @param takenAt when picture n is taken, in nanoseconds
    Broadcaster sends(
            List<TestCodecs.Picture> pictures, IntToLongFunction takenAt, List<byte[]> opus) {
        var videoStream = new RtpStream(0x1111, 65_500);
        var audioStream = new RtpStream(0x2222, 65_530);
        for (int i = 0; i < pictures.size(); i++) {
            long at = takenAt.applyAsLong(i);
            int timestamp = (int) (-9000 + (at * 9 + 50_000) / 100_000);
            byte[] data = pictures.get(i).data();
            List<byte[]> packets =
                    video.codecName().equals("VP8")
                            ? videoStream.vp8(data, timestamp)
                            : videoStream.h264(data, timestamp);
            long sentAt = at + (60 + random.nextInt(8)) * MILLI;
            for (byte[] packet : packets) {
                sendings.add(new Sending(sentAt, video, packet, 0, 0));
            }
            if (i % 30 == 3) {
                report(video, at, timestamp);
            }
        }
        for (int i = 0; i < opus.size(); i++) {
            long at = i * SECOND / 50;
            byte[] packet = audioStream.opus(opus.get(i), 70_000 + 960 * i);
            long sentAt = at + (10 + random.nextInt(25)) * MILLI;
            sendings.add(new Sending(sentAt, audio, packet, 0, 0));
            if (i % 100 == 20) {
                report(audio, at, 70_000 + 960 * i);
            }
        }
        sendings.sort((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        return this;
    }

    /// A simulcast layer beside the video, H.264, with an RTP clock of its own.
    ///
    /// @param from when it begins, in milliseconds
    Broadcaster sendsLayer(int rank, List<TestCodecs.Picture> pictures, long from) {
        var stream = new RtpStream(0x3333, 100);
        for (int i = 0; i < pictures.size(); i++) {
            long at = from * MILLI + i * SECOND / 30;
            long sentAt = at + (60 + random.nextInt(8)) * MILLI;
            for (byte[] packet : stream.h264(pictures.get(i).data(), 5_000 + 3_000 * i)) {
                sendings.add(new Sending(sentAt, video, rank, packet, 0, 0));
            }
        }
        sendings.sort((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        return this;
    }

    /// Sends no more of what [#sendsLayer] prepared.
    void stopLayers() {
        for (int i = sendings.size() - 1; i >= sent; i--) {
            if (sendings.get(i).layer() != 0) {
                sendings.remove(i);
            }
        }
    }

    private void report(StageTrack track, long at, int rtp) {
        long ntp = 3_900_000_000L + at / SECOND << 32 | ((at % SECOND) << 32) / SECOND;
        sendings.add(new Sending(at + 15 * MILLI, track, new byte[0], ntp, rtp));
    }

    /// From 0.5 s on, every n-th packet of video comes 120 ms late, as after a retransmission.
    Broadcaster withLateVideo(int every) {
        for (int i = 0; i < sendings.size(); i++) {
            Sending s = sendings.get(i);
            boolean late = i % every == 0 && s.atNanos() > SECOND / 2;
            if (late && s.track().equals(video) && s.ntp() == 0) {
                sendings.set(
                        i, new Sending(s.atNanos() + 120 * MILLI, s.track(), s.packet(), 0, 0));
            }
        }
        sendings.sort((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        return this;
    }

    /// The first video packet sent at or after `nanos` is lost for good.
    Broadcaster withoutVideoPacketAt(long nanos) {
        for (Sending s : sendings) {
            if (s.track().equals(video) && s.atNanos() >= nanos && s.ntp() == 0) {
                sendings.remove(s);
                return this;
            }
        }
        return this;
    }

    void publish() {
        stage.publish(audio, video);
    }

    void leave() {
        stage.unpublish(audio, video);
    }

    /// Sends what is due. What was due long before the first call was sent to nobody.
    ///
    /// @param elapsed nanoseconds since it began
    void send(long elapsed, long now) {
        boolean first = sent == 0;
        while (first && sendings.get(sent).atNanos() < elapsed - 100 * MILLI) {
            sent++;
        }
        while (sent < sendings.size() && sendings.get(sent).atNanos() <= elapsed) {
            Sending sending = sendings.get(sent++);
            if (sending.ntp() != 0) {
                stage.senderReport(sending.track(), sending.ntp(), sending.rtp(), now);
            } else if (sending.layer() != 0) {
                stage.layerPacket(sending.track(), sending.layer(), sending.packet(), now);
            } else {
                stage.packet(sending.track(), sending.packet(), now);
            }
        }
    }
}
