package io.rostra.webrtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.webrtc.srtp.KeyingMaterial;
import io.rostra.webrtc.srtp.SrtpProfile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DtlsEndpointTest {

    private static final int CONTENT_HANDSHAKE = 22;
    private static final int CONTENT_APPLICATION = 23;

    @Test
    void bothEndsDeriveTheSameKeys() throws Exception {
        try (var pair = new DtlsPair().established()) {
            KeyingMaterial client = DtlsPair.get(pair.client.established).keyingMaterial();
            KeyingMaterial server = DtlsPair.get(pair.server.established).keyingMaterial();

            assertThat(server.profile())
                    .isEqualTo(client.profile())
                    .isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
            assertThat(server.clientKey()).isEqualTo(client.clientKey());
            assertThat(server.clientSalt()).isEqualTo(client.clientSalt());
            assertThat(server.serverKey()).isEqualTo(client.serverKey());
            assertThat(server.serverSalt()).isEqualTo(client.serverSalt());
            assertThat(client.clientKey()).isNotEqualTo(client.serverKey());
        }
    }

    @Test
    void eachSeesTheOthersCertificate() throws Exception {
        try (var pair = new DtlsPair().established()) {
            assertThat(DtlsPair.get(pair.server.established).remoteFingerprint())
                    .isEqualTo(DtlsPair.CLIENT_CERTIFICATE.fingerprint());
            assertThat(DtlsPair.get(pair.client.established).remoteFingerprint())
                    .isEqualTo(DtlsPair.SERVER_CERTIFICATE.fingerprint());
        }
    }

    @Test
    void carriesApplicationDataBothWays() throws Exception {
        try (var pair = new DtlsPair().established()) {
            byte[] question = new byte[1_150];
            new Random(1).nextBytes(question);
            byte[] answer = text("answer");

            pair.client.send(question);
            assertThat(pair.server.awaitData()).isEqualTo(question);
            pair.server.send(answer);
            assertThat(pair.client.awaitData()).isEqualTo(answer);
            assertThat(pair.client.sent).allMatch(datagram -> datagram.length <= 1_200);
        }
    }

    @Test
    void tellsTheOtherSideThatItCloses() throws Exception {
        try (var pair = new DtlsPair().established()) {
            pair.run(pair.client.endpoint::close);

            assertThat(DtlsPair.get(pair.server.closed)).contains("other side");
            assertThat(pair.client.closed).as("who closes needs not be told").isNotDone();
            pair.run(() -> assertThat(pair.server.endpoint.established()).isFalse());
        }
    }

    @ParameterizedTest
    @CsvSource({"CLIENT, 1", "CLIENT, 2", "SERVER, 1", "SERVER, 3"})
    void repeatsLostFlights(DtlsRole loser, int lost) throws Exception {
        try (var pair = new DtlsPair().wire((from, index, _) -> from != loser || index >= lost)) {
            pair.established();

            pair.client.send(text("hello"));
            assertThat(pair.server.awaitData()).isEqualTo(text("hello"));
        }
    }

    @Test
    void finishesTheHandshakeForAPeerThatMissedTheEnd() throws Exception {
        boolean[] lost = new boolean[1];
        try (var pair =
                new DtlsPair()
                        .wire((from, _, datagram) -> {
                            boolean last =
                                    from == DtlsRole.SERVER
                                            && contentType(datagram) == 20 // ChangeCipherSpec
                                            && !lost[0];
                            lost[0] |= last;
                            return !last;
                        })) {
            pair.established();

            assertThat(lost[0]).isTrue();
            pair.server.send(text("hello"));
            assertThat(pair.client.awaitData()).isEqualTo(text("hello"));
        }
    }

    @Test
    void ignoresGarbageWhileItShakesHands() throws Exception {
        var random = new Random(2);
        try (var pair = new DtlsPair()) {
            pair.wire((from, _, _) -> {
                DtlsPair.Side victim = from == DtlsRole.CLIENT ? pair.server : pair.client;
                victim.inject(garbage(random));
                return true;
            });
            pair.established();
        }
    }

    @Test
    void ignoresForgedAndRepeatedRecordsOnceEstablished() throws Exception {
        var random = new Random(3);
        try (var pair = new DtlsPair().established()) {
            pair.client.send(text("first"));
            assertThat(pair.server.awaitData()).isEqualTo(text("first"));
            byte[] genuine = pair.client.sent.getLast();
            for (int i = 0; i < 200; i++) {
                byte[] forged = genuine.clone();
                forged[11 + random.nextInt(forged.length - 11)] ^= (byte) (1 + random.nextInt(255));
                forged[10] = (byte) (100 + i); // a fresh sequence number
                pair.server.inject(forged);
                pair.server.inject(garbage(random));
                pair.server.inject(genuine);
                pair.server.inject(Arrays.copyOf(genuine, random.nextInt(genuine.length)));
            }
            pair.client.send(text("second"));

            assertThat(pair.server.awaitData()).isEqualTo(text("second"));
            assertThat(pair.server.closed).isNotDone();
        }
    }

    /// Records with a believable header of every type, epoch and length: anybody who can fake a
    /// source address can send them.
    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void survivesForgedHeaders(long seed) throws Exception {
        var random = new Random(seed);
        try (var pair = new DtlsPair().established()) {
            for (int i = 0; i < 2_000; i++) {
                byte[] forged = new byte[13 + random.nextInt(60)];
                random.nextBytes(forged);
                forged[0] = (byte) (20 + random.nextInt(4));
                forged[1] = (byte) 0xFE;
                forged[2] = (byte) 0xFD;
                forged[3] = 0;
                forged[4] = (byte) random.nextInt(3);
                Arrays.fill(forged, 5, 9, (byte) 0);
                forged[11] = 0;
                forged[12] = (byte) (random.nextBoolean() ? forged.length - 13 : random.nextInt());
                (random.nextBoolean() ? pair.server : pair.client).inject(forged);
            }
            pair.client.send(text("still there?"));
            assertThat(pair.server.awaitData()).isEqualTo(text("still there?"));
            pair.server.send(text("yes"));
            assertThat(pair.client.awaitData()).isEqualTo(text("yes"));
        }
    }

    @Test
    void takesApplicationDataThatComesWithTheLastFlight() throws Exception {
        try (var pair = new DtlsPair()) {
            // It may arrive before the server's loop has heard that its handshake is done.
            pair.start();
            DtlsPair.get(pair.client.established);
            for (int i = 0; i < 20; i++) {
                pair.client.send(text("early " + i));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(pair.server.awaitData()).isEqualTo(text("early " + i));
            }
        }
    }

    @Test
    void readsEveryRecordOfADatagram() throws Exception {
        try (var pair = new DtlsPair().established()) {
            pair.wire((_, _, _) -> false);
            pair.client.send(text("one"));
            pair.client.send(text("two"));
            pair.run(() -> {});
            byte[] one = pair.client.sent.get(pair.client.sent.size() - 2);
            byte[] two = pair.client.sent.getLast();
            assertThat(contentType(two)).isEqualTo(CONTENT_APPLICATION);
            byte[] both = Arrays.copyOf(one, one.length + two.length);
            System.arraycopy(two, 0, both, one.length, two.length);

            pair.server.inject(both);

            assertThat(pair.server.awaitData()).isEqualTo(text("one"));
            assertThat(pair.server.awaitData()).isEqualTo(text("two"));
        }
    }

    @Test
    void closesWhileItShakesHands() throws Exception {
        try (var pair = new DtlsPair().wire((_, _, _) -> false)) {
            pair.start();
            pair.run(pair.client.endpoint::close);
            pair.run(pair.client.endpoint::close);
            pair.client.inject(new byte[] {CONTENT_HANDSHAKE});

            pair.run(() -> assertThat(pair.client.endpoint.established()).isFalse());
            assertThat(pair.client.closed).isNotDone();
        }
    }

    @Test
    void sendsNothingBeforeItIsEstablished() throws Exception {
        try (var pair = new DtlsPair()) {
            pair.server.send(text("too early"));
            pair.run(() -> assertThat(pair.server.sent).isEmpty());
            assertThat(pair.client.received.poll(1, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    private static byte[] garbage(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(300)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (20 + random.nextInt(44));
        return bytes;
    }

    private static int contentType(byte[] datagram) {
        return datagram[0];
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
