package io.rostra.sfu;

import static io.rostra.sfu.OnStage.CAMERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.net.DropReason;
import io.rostra.sfu.subscribe.VideoLayer;
import io.rostra.webrtc.stun.MessageIntegrity;
import io.rostra.webrtc.stun.StunWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Media over TCP (RFC 6544), for browsers whose network lets no UDP through.
class TcpMediaTest {

    private static void overTcp(OnStage stage) {
        stage.browsers.run(() -> {
            stage.publisher.browser().overTcp();
            stage.viewer.browser().overTcp();
        });
    }

    private static OnStage watching() throws Exception {
        var stage = new OnStage();
        overTcp(stage);
        stage.alice.negotiate();
        stage.bob.start(
                List.of(stage.published(CAMERA), stage.published(OnStage.MICROPHONE)),
                VideoLayer.HIGH);
        return stage;
    }

    @Test
    void forwardsLikeOverUdp() throws Exception {
        try (var stage = watching()) {
            assertThat(stage.bob.offers.getFirst())
                    .containsPattern(
                            "a=candidate:\\d+ 1 tcp \\d+ \\S+ %d typ host tcptype passive"
                                    .formatted(stage.loopback.sfu.mediaPort()));
            stage.sendKeyFrame();
            stage.sendFrames(300);
            stage.awaitPackets(CAMERA, 303);
            OnStage.assertContinuous(stage.video());
            assertThat(stage.loopback.sfu.registry().addressCount()).as("UDP").isZero();
        }
    }

    /// The endpoint lives on the first loop; the second room's transports on the second.
    @Test
    void movesToTheLoopOfTheRoom() throws Exception {
        try (var loopback = new LoopbackSfu(2)) {
            for (int i = 0; i < 4; i++) {
                Router room = loopback.sfu.openRouter("room " + i);
                LoopbackSfu.Publishing alice = loopback.publisher(room, "alice");
                loopback.browsers.run(() -> alice.browser.browser().overTcp());
                loopback.browsers.run(() ->
                        alice.browser.addTrack(
                                io.rostra.sfu.publish.MediaKind.VIDEO, CAMERA, "stream"));
                alice.negotiate();
                assertThat(alice.events).contains("connected");
            }
        }
    }

    @Test
    void goesOnOverAnotherConnection() throws Exception {
        try (var stage = watching()) {
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
            stage.browsers.run(() -> stage.viewer.browser().reconnectStream());
            stage.browsers.run(() -> stage.publisher.browser().reconnectStream());
            stage.browsers.await(
                    "media to flow again",
                    () -> {
                        stage.publisher.sendFrame(stage.camera, true);
                        return stage.viewer.received(CAMERA).size() > 20;
                    });
        }
    }

    @Test
    void aViewerThatDoesNotReadCostsNobodyElseAnything() throws Exception {
        try (var stage = new OnStage()) {
            LoopbackSfu.Subscribing slow = stage.loopback.subscriber(stage.room, "slow");
            stage.browsers.run(() -> slow.browser.browser().overTcp());
            stage.alice.negotiate();
            var tracks = List.of(stage.published(CAMERA), stage.published(OnStage.MICROPHONE));
            slow.start(tracks, VideoLayer.HIGH);
            stage.bob.start(tracks, VideoLayer.HIGH);
            stage.browsers.run(() -> slow.browser.browser().stopReading());
            stage.sendKeyFrame();
            for (int i = 0; i < 100; i++) {
                stage.sendFrames(100);
                stage.settle();
            }
            stage.awaitPackets(CAMERA, 10_003);
        }
    }

    @Test
    void turnsStrangersAway() throws Exception {
        var random = new Random(5);
        try (var stage = watching()) {
            List<byte[]> first = new ArrayList<>();
            first.add(framed("GET / HTTP/1.1\r\n\r\n".getBytes()));
            first.add("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
            first.add(new byte[] {(byte) 0xFF, (byte) 0xFF, 1});
            first.add(framed(new byte[0]));
            first.add(
                    framed(
                            StunWriter.request(new byte[12])
                                    .username("nobody:here")
                                    .sign(MessageIntegrity.key("secret"))));
            first.add(
                    framed(
                            StunWriter.request(new byte[12])
                                    .username(ufrag(stage) + ":x")
                                    .iceControlling(1)
                                    .useCandidate()
                                    .sign(MessageIntegrity.key("a wrong password, long en"))));
            for (int i = 0; i < 20; i++) {
                byte[] garbage = new byte[random.nextInt(20, 400)];
                random.nextBytes(garbage);
                first.add(framed(garbage));
            }
            for (byte[] bytes : first) {
                try (var stranger = connect(stage)) {
                    stranger.getOutputStream().write(bytes);
                    assertThat(end(stranger)).as("closed").isTrue();
                }
            }
            assertThat(stage.loopback.sfu.drops().total(DropReason.UNKNOWN_USERNAME)).isOne();
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
        }
    }

    @Test
    void hasRoomForOthersBesideManySilentStrangers() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (var stage = new OnStage()) {
            for (int i = 0; i < 200; i++) {
                silent.add(connect(stage));
            }
            overTcp(stage);
            stage.alice.negotiate();
            for (int i = 0; i < 200; i++) {
                silent.add(connect(stage));
            }
            assertThat(end(silent.getLast())).as("one too many").isTrue();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static Socket connect(OnStage stage) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), stage.loopback.sfu.mediaPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /// Whether the server closes the connection without a word.
    private static boolean end(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException _) {
            return true; // reset, since it had not read everything
        }
    }

    private static byte[] framed(byte[] packet) {
        return ByteBuffer.allocate(2 + packet.length)
                .putShort((short) packet.length)
                .put(packet)
                .array();
    }

    private static String ufrag(OnStage stage) {
        return stage.bob
                .offers
                .getFirst()
                .lines()
                .filter(line -> line.startsWith("a=ice-ufrag:"))
                .findFirst()
                .orElseThrow()
                .substring("a=ice-ufrag:".length());
    }
}
