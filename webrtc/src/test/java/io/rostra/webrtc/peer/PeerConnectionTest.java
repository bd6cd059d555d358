package io.rostra.webrtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtcp.Pli;
import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.webrtc.dtls.Fingerprint;
import io.rostra.webrtc.ice.IceCredentials;
import io.rostra.webrtc.net.SimulatedNetwork;
import io.rostra.webrtc.peer.PeerConnection.Drop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerConnectionTest {

    private static final InetSocketAddress ELSEWHERE = PeerPair.address("203.0.113.9", 40_000);

    @Test
    void connectsWhenTheDescriptionComesFirst() throws Exception {
        try (var pair = new PeerPair()) {
            pair.expectFingerprints();
            pair.shakeHands();

            PeerPair.await(pair.server.connected);
            PeerPair.await(pair.client.connected);
        }
    }

    @Test
    void connectsWhenTheDescriptionComesLast() throws Exception {
        try (var pair = new PeerPair()) {
            pair.expectFingerprintAtClient();
            pair.shakeHands();
            PeerPair.await(pair.client.connected);
            pair.run(() -> {
                assertThat(pair.server.connection.connected()).isFalse();
                assertThat(pair.server.sendRtp(rtp(1))).isFalse();
            });

            pair.expectFingerprints();
            PeerPair.await(pair.server.connected);
            pair.run(() -> assertThat(pair.server.sendRtp(rtp(1))).isTrue());
        }
    }

    /// The description travels through the signalling and often loses the race. What the browser
    /// says first on SCTP must not get lost meanwhile: it would say it again only after a second.
    @Test
    void keepsWhatCameOverSctpBeforeTheDescription() throws Exception {
        try (var pair = new PeerPair()) {
            pair.expectFingerprintAtClient();
            pair.shakeHands();
            PeerPair.await(pair.client.connected);
            pair.run(() -> pair.client.connection.openChannel("early", pair.now));
            pair.settle();

            pair.expectFingerprints();

            PeerPair.await(pair.server.connected);
            pair.settle();
            pair.run(() -> assertThat(pair.server.events).contains("Opened"));
        }
    }

    @Test
    void usesNoKeyWhenTheCertificateIsAnother() throws Exception {
        try (var pair = new PeerPair()) {
            pair.expectFingerprints();
            pair.run(() -> {
                var promised = Fingerprint.of(new byte[] {1});
                pair.server.connection.expectFingerprint(promised, pair.now);
            });
            pair.shakeHands();

            assertThat(PeerPair.await(pair.server.failed)).contains("certificate");
            PeerPair.await(pair.client.connected);
            pair.run(() -> {
                assertThat(pair.server.connection.connected()).isFalse();
                assertThat(pair.server.sendRtp(rtp(1))).isFalse();
                pair.client.sendRtp(rtp(1));
                pair.client.sendRtcp(pli());
            });
            pair.run(() -> {
                assertThat(pair.server.rtp).isEmpty();
                assertThat(pair.server.rtcp).isEmpty();
                assertThat(pair.server.drops).containsExactly(Drop.BEFORE_KEYS, Drop.BEFORE_KEYS);
                assertThat(pair.server.connected).isNotDone();
            });
        }
    }

    @Test
    void carriesMediaBothWaysOverALossyNetwork() throws Exception {
        var network =
                new SimulatedNetwork(11)
                        .loss(0.1)
                        .duplication(0.1)
                        .delay(Duration.ofMillis(40))
                        .jitter(Duration.ofMillis(30));
        try (var pair = PeerPair.connected(network)) {
            for (int i = 0; i < 300; i++) {
                int number = i;
                pair.run(() -> {
                    assertThat(pair.client.sendRtp(rtp(number))).isTrue();
                    assertThat(pair.server.sendRtp(rtp(number))).isTrue();
                    pair.client.sendRtcp(pli());
                });
                pair.advance(Duration.ofMillis(10));
            }
            pair.advance(Duration.ofMillis(200));

            pair.run(() -> {
                for (PeerPair.Side side : new PeerPair.Side[] {pair.client, pair.server}) {
                    assertThat(side.rtp).as("about 10 %% is lost").hasSizeBetween(240, 295);
                    assertThat(side.rtp).as("each packet once").doesNotHaveDuplicates();
                    assertThat(side.rtp)
                            .allMatch(packet ->
                                    Arrays.equals(
                                            packet,
                                            rtp(packet[3] & 0xFF | (packet[2] & 0xFF) << 8)));
                    assertThat(side.drops).as("repeated").containsOnly(Drop.SRTP_REFUSED);
                }
                assertThat(pair.server.rtcp).isNotEmpty().allMatch(p -> Arrays.equals(p, pli()));
            });
        }
    }

    @Test
    void stopsSendingWhenConsentExpiresAndHealsWithTheNextCheck() throws Exception {
        try (var pair = PeerPair.connected(new SimulatedNetwork(12))) {
            pair.run(() -> pair.server.events.clear());
            pair.advance(Duration.ofSeconds(8));
            pair.run(() -> {
                assertThat(pair.server.events).containsExactly("disconnected");
                assertThat(pair.server.sendRtp(rtp(1))).as("it may still hear us").isTrue();
            });

            pair.run(() -> pair.server.check(PeerPair.CLIENT_ADDRESS, false));
            pair.run(() ->
                    assertThat(pair.server.events).containsExactly("disconnected", "connected"));

            pair.run(() -> pair.server.events.clear());
            pair.advance(Duration.ofSeconds(31));
            pair.run(() -> {
                assertThat(pair.server.events).containsExactly("disconnected", "failed");
                assertThat(pair.server.sendRtp(rtp(2))).isFalse();
                int before = pair.server.sent.size();
                pair.server.sendRtcp(pli());
                assertThat(pair.server.sent).hasSize(before);
            });

            IceCredentials fresh = pair.server.connection.restartIce();
            assertThat(fresh).isEqualTo(pair.server.connection.ice().local());
            pair.run(() -> pair.server.check(PeerPair.CLIENT_ADDRESS, true));
            pair.run(() -> {
                assertThat(pair.server.events).endsWith("connected");
                assertThat(pair.server.sendRtp(rtp(3))).isTrue();
            });
        }
    }

    @Test
    void followsANominationToAnotherAddress() throws Exception {
        try (var pair = PeerPair.connected(new SimulatedNetwork(13))) {
            pair.run(() -> {
                pair.server.check(ELSEWHERE, true);
                assertThat(pair.server.events)
                        .contains("proven " + PeerPair.CLIENT_ADDRESS, "proven " + ELSEWHERE);
                pair.server.sendRtp(rtp(1));
                assertThat(pair.server.destinations.getLast()).isEqualTo(ELSEWHERE);
            });
        }
    }

    @Test
    void dropsAndNamesWhatItCannotTake() throws Exception {
        try (var pair = new PeerPair()) {
            pair.run(() -> {
                byte[] dtls = new byte[40];
                dtls[0] = 22;
                pair.server.receive(dtls, ELSEWHERE);
                pair.server.receive(rtp(1), ELSEWHERE);
                pair.server.receive(pli(), ELSEWHERE);
                pair.server.receive(new byte[20], ELSEWHERE);
                pair.server.receive(new byte[] {1}, ELSEWHERE);
                pair.server.receive(new byte[0], ELSEWHERE);
                assertThat(pair.server.drops)
                        .containsExactly(
                                Drop.UNPROVEN_ADDRESS,
                                Drop.BEFORE_KEYS,
                                Drop.BEFORE_KEYS,
                                Drop.STUN_REFUSED);
                assertThat(pair.server.sent).isEmpty();
            });
        }
    }

    @Test
    void survivesGarbageInEveryProtocol() throws Exception {
        var random = new Random(14);
        try (var pair = PeerPair.connected(new SimulatedNetwork(14))) {
            pair.run(() -> {
                for (int i = 0; i < 3_000; i++) {
                    byte[] garbage = new byte[random.nextInt(200)];
                    random.nextBytes(garbage);
                    pair.server.receive(garbage, PeerPair.CLIENT_ADDRESS);
                }
                pair.client.sendRtp(rtp(1));
            });
            pair.advance(Duration.ofMillis(100));
            pair.run(() -> {
                assertThat(pair.server.rtp).hasSize(1);
                assertThat(pair.server.failed).isNotDone();
            });
        }
    }

    @Test
    void tellsTheOtherSideWhenItClosesAndFallsSilent() throws Exception {
        try (var pair = PeerPair.connected(new SimulatedNetwork(15))) {
            pair.run(() -> {
                pair.client.connection.close();
                pair.client.connection.close();
                assertThat(pair.client.connection.connected()).isFalse();
                assertThat(pair.client.sendRtp(rtp(1))).isFalse();
                pair.server.sendRtp(rtp(1));
            });
            pair.advance(Duration.ofMillis(100));

            assertThat(PeerPair.await(pair.server.failed)).contains("other side");
            pair.run(() -> {
                assertThat(pair.server.sendRtp(rtp(2))).isFalse();
                assertThat(pair.client.rtp).isEmpty();
                int before = pair.client.events.size();
                pair.client.check(ELSEWHERE, true);
                pair.client.connection.onTick(pair.now);
                assertThat(pair.client.events).hasSize(before);
            });
        }
    }

    private static byte[] pli() {
        byte[] packet = new byte[12];
        new Pli(1, 2).write(packet, 0);
        return packet;
    }

    private static byte[] rtp(int number) {
        byte[] packet = new byte[120];
        Arrays.fill(packet, (byte) number);
        var header = new RtpHeaderWriter();
        header.begin(packet, 0, 96, false, number, number * 960, 0x1234);
        header.end();
        return packet;
    }
}
