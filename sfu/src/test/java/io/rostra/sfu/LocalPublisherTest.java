package io.rostra.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.Vp8Depacketizer;
import io.rostra.media.container.ContainerCodec;
import io.rostra.media.container.ContainerTrack;
import io.rostra.media.rtcp.NtpTime;
import io.rostra.media.rtcp.SenderReport;
import io.rostra.sfu.browser.ReceivedPacket;
import io.rostra.sfu.publish.LocalPublisher;
import io.rostra.sfu.publish.LocalTrack;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.sfu.subscribe.VideoLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Frames from within the process reach a browser as any other publisher's do.
class LocalPublisherTest {
    private static final ContainerTrack VP8 = new ContainerTrack(1, ContainerCodec.VP8);
    private static final ContainerTrack OPUS = new ContainerTrack(2, ContainerCodec.OPUS);

    /// 20 ms of CELT.
    private static final byte[] SOUND = {(byte) 0xFC, 1, 2, 3};

    private static final byte[] SECRET = {(byte) 0xFC, 7, 7, 7};

    private final List<String> events = new CopyOnWriteArrayList<>();

    private final LocalPublisher.Listener listener =
            new LocalPublisher.Listener() {
                @Override
                public void onTrackPublished(PublishedTrack track) {
                    events.add("published " + track.id());
                }

                @Override
                public void onTrackUnpublished(PublishedTrack track) {
                    events.add("unpublished " + track.id());
                }

                @Override
                public void onKeyFrameWanted(LocalTrack track) {
                    events.add("key frame");
                }
            };

    private static byte[] picture(boolean keyFrame, int size) {
        byte[] frame = new byte[size];
        frame[0] = (byte) (keyFrame ? 0 : 1);
        frame[1] = (byte) size;
        return frame;
    }

    @Test
    void aBrowserReceivesPictureAndSoundOfOneClock() throws Exception {
        try (var loopback = new LoopbackSfu(1)) {
            Router room = loopback.sfu.openRouter("room");
            var publisher =
                    LoopbackSfu.on(room.loop(), () -> room.openLocalPublisher("ann", listener));
            LocalTrack video = publish(room, publisher, "v", MediaKind.VIDEO, VP8);
            LocalTrack audio = publish(room, publisher, "a", MediaKind.AUDIO, OPUS);
            assertThat(LoopbackSfu.on(room.loop(), room::tracks))
                    .extracting(PublishedTrack::peerId)
                    .containsExactly("ann", "ann");
            send(room, video, 5_000_000, picture(false, 3_000));
            var bob = loopback.subscriber(room, "bob");
            bob.start(List.of(video.published(), audio.published()), VideoLayer.HIGH);

            // Bob cannot begin with that: somebody is asked for a key frame.
            loopback.browsers.await("a wish", () -> events.contains("key frame"));
            send(room, video, 5_040_000, picture(false, 100));
            send(room, video, 5_080_000, picture(true, 3_000));
            send(room, video, 5_120_000, picture(false, 100));
            for (int i = 0; i < 3; i++) {
                // Times as a container of milliseconds rounds them: no click may come of it.
                send(room, audio, 5_080_000 + i * 20_000L + i % 2 * 900, SOUND);
            }
            loopback.browsers.await(
                    "packets",
                    () ->
                            bob.browser.received("v").size() == 4
                                    && bob.browser.received("a").size() == 3);

            List<ReceivedPacket> pictures =
                    loopback.browsers.call(() -> List.copyOf(bob.browser.received("v")));
            OnStage.assertContinuous(pictures);
            assertThat(frames(pictures)).containsExactly(true, false);
            assertThat(pictures.getLast().timestamp() - pictures.getFirst().timestamp())
                    .isEqualTo(40 * 90);
            List<ReceivedPacket> sounds =
                    loopback.browsers.call(() -> List.copyOf(bob.browser.received("a")));
            OnStage.assertContinuous(sounds);
            assertThat(sounds.get(1).timestamp() - sounds.get(0).timestamp()).isEqualTo(960);
            assertThat(sounds.get(2).timestamp() - sounds.get(1).timestamp()).isEqualTo(960);

            loopback.browsers.await(
                    "sender reports",
                    () ->
                            !bob.browser.senderReports("v").isEmpty()
                                    && !bob.browser.senderReports("a").isEmpty());
            // What was captured at 5.08 s is related to one and the same time by both reports.
            long ofPicture = timeOf(loopback, bob, "v", pictures.getFirst(), 90_000);
            long ofSound = timeOf(loopback, bob, "a", sounds.getFirst(), 48_000);
            assertThat(ofPicture).isBetween(5_079_000_000L, 5_081_000_000L);
            assertThat(ofSound - ofPicture).isBetween(-1_000_000L, 1_000_000L);
        }
    }

    @Test
    void whatIsSilencedReachesNobodyNotEvenLater() throws Exception {
        try (var loopback = new LoopbackSfu(1)) {
            Router room = loopback.sfu.openRouter("room");
            var publisher =
                    LoopbackSfu.on(room.loop(), () -> room.openLocalPublisher("ann", listener));
            LocalTrack audio = publish(room, publisher, "a", MediaKind.AUDIO, OPUS);
            send(room, audio, 5_000_000, SOUND);
            var bob = loopback.subscriber(room, "bob");
            bob.start(List.of(audio.published()), VideoLayer.HIGH);
            send(room, audio, 5_020_000, SOUND);
            silence(room, audio, true);
            for (int i = 0; i < 50; i++) {
                send(room, audio, 5_040_000 + i * 20_000L, SECRET);
            }
            silence(room, audio, false);
            send(room, audio, 6_040_000, SOUND);
            send(room, audio, 6_060_000, SOUND);
            loopback.browsers.await("packets", () -> bob.browser.received("a").size() >= 3);

            List<ReceivedPacket> sounds =
                    loopback.browsers.call(() -> List.copyOf(bob.browser.received("a")));
            assertThat(sounds).extracting(ReceivedPacket::payload).containsOnly(SOUND);
            // No gap that anybody could ask to be filled.
            OnStage.assertContinuous(sounds);
        }
    }

    private static void silence(Router room, LocalTrack track, boolean silent) {
        LoopbackSfu.on(room.loop(), () -> track.published().silence(silent));
    }

    @Test
    void closingUnpublishesEverything() throws Exception {
        try (var loopback = new LoopbackSfu(1)) {
            Router room = loopback.sfu.openRouter("room");
            var publisher =
                    LoopbackSfu.on(room.loop(), () -> room.openLocalPublisher("ann", listener));
            LocalTrack video = publish(room, publisher, "v", MediaKind.VIDEO, VP8);
            publish(room, publisher, "a", MediaKind.AUDIO, OPUS);
            LoopbackSfu.on(room.loop(), publisher::close);
            send(room, video, 1, picture(true, 10));

            assertThat(events)
                    .containsExactly(
                            "published v", "published a", "unpublished v", "unpublished a");
            assertThat(LoopbackSfu.on(room.loop(), room::tracks)).isEmpty();
        }
    }

    private static LocalTrack publish(
            Router room,
            LocalPublisher publisher,
            String id,
            MediaKind kind,
            ContainerTrack source) {
        return LoopbackSfu.on(
                room.loop(),
                () -> publisher.publish(new TrackDescription(id, "stream", kind), source));
    }

    private static void send(Router room, LocalTrack track, long micros, byte[] frame) {
        LoopbackSfu.on(room.loop(), () -> track.send(micros, frame, room.loop().now()));
    }

    private static List<Boolean> frames(List<ReceivedPacket> packets) {
        var units = new ArrayList<AccessUnit>();
        var depacketizer = new Vp8Depacketizer();
        for (ReceivedPacket packet : packets) {
            byte[] payload = packet.payload();
            depacketizer.push(
                    payload, 0, payload.length, packet.timestamp(), packet.marker(), units::add);
        }
        return units.stream().map(AccessUnit::keyFrame).toList();
    }

    /// When the packet was captured on the publisher's clock, in nanoseconds.
    private static long timeOf(
            LoopbackSfu loopback,
            LoopbackSfu.Subscribing bob,
            String track,
            ReceivedPacket packet,
            long rate) {
        SenderReport report =
                loopback.browsers.call(() -> bob.browser.senderReports(track).getLast());
        long ticks = packet.timestamp() - report.rtpTimestamp();
        return NtpTime.toUnixNanos(report.ntpTime()) + ticks * 1_000_000_000L / rate;
    }
}
