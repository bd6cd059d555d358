package io.rostra.sfu;

import static io.rostra.sfu.OnStage.CAMERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.sfu.browser.LossyLine;
import io.rostra.sfu.net.DropCounters;
import io.rostra.sfu.net.DropReason;
import io.rostra.sfu.subscribe.VideoLayer;
import io.rostra.webrtc.stun.MessageIntegrity;
import io.rostra.webrtc.stun.StunWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Bad datagrams cost a counter and nothing else, whoever sends them.
class HostileDatagramsTest {

    private int number;

    @Test
    void countsWhatStrangersSend() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH);
                var stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            DropCounters drops = stage.loopback.sfu.drops();
            send(stage, stranger, bytes(40, 200)); // no kind of packet
            send(stage, stranger, bytes(1, 22));
            send(stage, stranger, bytes(40, 22)); // DTLS
            send(stage, stranger, bytes(40, 0x80)); // RTP
            send(stage, stranger, bytes(40, 0)); // STUN without a cookie
            send(
                    stage,
                    stranger,
                    StunWriter.request(new byte[12])
                            .username("nobody:here")
                            .sign(MessageIntegrity.key("secret")));
            send(stage, stranger, StunWriter.indication(new byte[12]).finish());

            stage.browsers.await(
                    "it to be counted",
                    () ->
                            drops.total(DropReason.NOT_WEBRTC) == 2
                                    && drops.total(DropReason.UNKNOWN_ADDRESS) == 3
                                    && drops.total(DropReason.STUN_REFUSED) == 1
                                    && drops.total(DropReason.UNKNOWN_USERNAME) == 1);
            works(stage);
        }
    }

    @Test
    void refusesAStrangerWhoKnowsTheUserName() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH);
                var stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            DropCounters drops = stage.loopback.sfu.drops();
            String ufrag = ufrag(stage);
            send(
                    stage,
                    stranger,
                    StunWriter.request(new byte[12])
                            .username(ufrag + ":x")
                            .iceControlling(1)
                            .useCandidate()
                            .sign(MessageIntegrity.key("a wrong password, long en")));

            stage.browsers.await(
                    "it to be counted", () -> drops.total(DropReason.STUN_REFUSED) == 1);
            assertThat(stage.loopback.sfu.registry().addressCount()).isEqualTo(2);
            works(stage);
        }
    }

    @Test
    void survivesAFloodOfGarbage() throws Exception {
        var random = new Random(31);
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            for (int batch = 0; batch < 40; batch++) {
                stage.browsers.run(() -> {
                    for (int i = 0; i < 50; i++) {
                        byte[] garbage = new byte[random.nextInt(1_500)];
                        random.nextBytes(garbage);
                        stage.publisher.browser().sendRaw(garbage);
                    }
                });
            }
            works(stage);
        }
    }

    @Test
    void dropsForgedReplayedAndTruncatedMedia() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            var sent = new CopyOnWriteArrayList<byte[]>();
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
            stage.browsers.run(() -> {
                var recording = new LossyLine(32);
                recording.losing(datagram -> {
                    sent.add(datagram);
                    return false;
                });
                stage.publisher.browser().outgoing(recording);
                stage.publisher.sendFrame(stage.camera, false);
            });
            stage.awaitPackets(CAMERA, 4);
            byte[] genuine = sent.getFirst();
            long before = stage.loopback.sfu.drops().total(DropReason.SRTP_REFUSED);
            stage.browsers.run(() -> {
                stage.publisher.browser().outgoing(new LossyLine(33));
                stage.publisher.browser().sendRaw(genuine);
                for (int at = 0; at < genuine.length; at += 9) {
                    byte[] forged = genuine.clone();
                    forged[at] ^= 1;
                    forged[0] = genuine[0];
                    forged[1] = genuine[1];
                    stage.publisher.browser().sendRaw(forged);
                }
                for (int length = 12; length < genuine.length; length += 13) {
                    stage.publisher.browser().sendRaw(Arrays.copyOf(genuine, length));
                }
            });
            stage.settle();

            int forgeries = (genuine.length + 8) / 9 + (genuine.length - 12 + 12) / 13 + 1;
            assertThat(stage.loopback.sfu.drops().total(DropReason.SRTP_REFUSED) - before)
                    .isEqualTo(forgeries);
            assertThat(stage.video()).hasSize(4);
            works(stage);
        }
    }

    /// A peer with good keys may still send nonsense.
    @Test
    void survivesAuthenticNonsense() throws Exception {
        var random = new Random(34);
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            for (int batch = 0; batch < 20; batch++) {
                stage.browsers.run(() -> {
                    for (int i = 0; i < 20; i++) {
                        stage.publisher.browser().sendRtcp(rtcpNonsense(random));
                        stage.viewer.browser().sendRtcp(rtcpNonsense(random));
                        stage.publisher.browser().sendRtp(rtpNonsense(random, 0x1234, number++));
                    }
                });
            }
            works(stage);
            stage.browsers.run(() -> {
                for (int i = 0; i < 200; i++) {
                    int retransmissions = stage.camera.ssrc() + 1;
                    stage.publisher
                            .browser()
                            .sendRtp(rtpNonsense(random, retransmissions, number++));
                }
            });
            stage.settle(); // The picture may suffer, the sound does not.
            DropCounters drops = stage.loopback.sfu.drops();

            assertThat(drops.total(DropReason.MALFORMED_RTCP)).isPositive();
            assertThat(drops.total(DropReason.MALFORMED_RTP)).isPositive();
            assertThat(drops.total(DropReason.UNKNOWN_SSRC)).isPositive();
        }
    }

    @Test
    void doesNotLetStrangersStartDtls() throws Exception {
        try (var loopback = new LoopbackSfu(1);
                var stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            loopback.publisher(loopback.sfu.openRouter("room"), "alice");
            int threads = Thread.activeCount();
            for (int i = 0; i < 100; i++) {
                byte[] hello = bytes(200, 22);
                stranger.send(
                        new DatagramPacket(
                                hello,
                                hello.length,
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(),
                                        loopback.sfu.mediaPort())));
            }
            loopback.browsers.await(
                    "them to be dropped",
                    () -> loopback.sfu.drops().total(DropReason.UNKNOWN_ADDRESS) == 100);
            assertThat(Thread.activeCount()).isEqualTo(threads);
        }
    }

    /// Media still flows, in order.
    private static void works(OnStage stage) {
        int before = stage.video().size();
        stage.sendKeyFrame();
        stage.sendFrames(3);
        stage.browsers.await(
                "video to flow", () -> stage.viewer.received(CAMERA).size() >= before + 6);
        stage.settle();
        OnStage.assertContinuous(stage.video());
        assertThat(stage.publisher.closedBecause()).isEmpty();
        assertThat(stage.viewer.closedBecause()).isEmpty();
    }

    private static byte[] rtcpNonsense(Random random) {
        byte[] packet = new byte[8 + random.nextInt(80)];
        random.nextBytes(packet);
        packet[0] = (byte) (0x80 | random.nextInt(64));
        packet[1] = (byte) (200 + random.nextInt(8));
        if (random.nextBoolean()) {
            packet[2] = 0;
            packet[3] = (byte) (packet.length / 4 - 1);
        }
        return packet;
    }

    private static byte[] rtpNonsense(Random random, int ssrc, int sequence) {
        byte[] packet = new byte[12 + random.nextInt(60)];
        random.nextBytes(packet);
        var header = new RtpHeaderWriter();
        int type = random.nextBoolean() ? 107 : random.nextInt(60);
        header.begin(packet, 0, type, random.nextBoolean(), sequence, 1, ssrc);
        header.end();
        if (random.nextBoolean()) {
            packet[0] |= 0x20; // padding of any length
        }
        return packet;
    }

    private static byte[] bytes(int length, int first) {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) first;
        return bytes;
    }

    private static String ufrag(OnStage stage) throws Exception {
        String answer =
                stage.alice.answer(
                        stage.browsers.call(stage.publisher::offer),
                        stage.browsers.call(stage.publisher::descriptions));
        int at = answer.indexOf("a=ice-ufrag:") + "a=ice-ufrag:".length();
        return answer.substring(at, answer.indexOf('\r', at));
    }

    private static void send(OnStage stage, DatagramSocket from, byte[] datagram) throws Exception {
        from.send(
                new DatagramPacket(
                        datagram,
                        datagram.length,
                        InetAddress.getLoopbackAddress(),
                        stage.loopback.sfu.mediaPort()));
    }
}
