package io.rostra.webrtc.ice;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtp.BigEndian;
import io.rostra.webrtc.ice.IceLiteAgent.Reaction;
import io.rostra.webrtc.ice.IceLiteAgent.State;
import io.rostra.webrtc.stun.MessageIntegrity;
import io.rostra.webrtc.stun.StunClass;
import io.rostra.webrtc.stun.StunMessage;
import io.rostra.webrtc.stun.StunWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class IceLiteAgentTest {

    private static final IceCredentials OURS =
            new IceCredentials("serverufrag1", "server-password-24-chars");
    private static final IceCredentials FRESH =
            new IceCredentials("serverufrag2", "another-password-24-char");
    private static final InetSocketAddress WIFI = address(1);
    private static final InetSocketAddress MOBILE = address(2);

    private final IceLiteAgent agent = new IceLiteAgent(OURS);
    private byte transaction;

    /// Clocks like [System#nanoTime()] may well be negative.
    private long now = -3_000_000_000L;

    @Test
    void firstValidCheckLatchesAndIsAnswered() {
        assertThat(agent.state()).isEqualTo(State.NEW);
        assertThat(agent.selected()).isNull();

        StunMessage check = parse(check(OURS).sign(key(OURS)));
        Reaction reaction = agent.onMessage(check, WIFI, now);

        assertThat(reaction.proven()).isEqualTo(WIFI);
        assertThat(agent.selected()).isEqualTo(WIFI);
        assertThat(agent.state()).isEqualTo(State.CONNECTED);
        StunMessage response = response(reaction);
        assertThat(response.messageClass()).isEqualTo(StunClass.SUCCESS);
        assertThat(response.transactionId()).isEqualTo(check.transactionId());
        assertThat(response.xorMappedAddress()).isEqualTo(WIFI);
        assertThat(response.hasFingerprint()).isTrue();
        assertThat(MessageIntegrity.verify(response, key(OURS))).isTrue();
    }

    @Test
    void onlyNominationMovesTheAddress() {
        agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);

        Reaction plain = agent.onMessage(parse(check(OURS).sign(key(OURS))), MOBILE, now);
        assertThat(plain.proven()).as("what comes from there is the browser's").isEqualTo(MOBILE);
        assertThat(response(plain).xorMappedAddress())
                .as("answered all the same")
                .isEqualTo(MOBILE);
        assertThat(agent.selected()).isEqualTo(WIFI);

        Reaction nominated =
                agent.onMessage(parse(check(OURS).useCandidate().sign(key(OURS))), MOBILE, now);
        assertThat(nominated.proven()).as("known already").isNull();
        assertThat(agent.selected()).isEqualTo(MOBILE);

        Reaction again =
                agent.onMessage(parse(check(OURS).useCandidate().sign(key(OURS))), MOBILE, now);
        assertThat(again.proven()).as("nothing changed").isNull();
        assertThat(again.forgotten()).as("the other pair is still the browser's").isNull();
    }

    @Test
    void forgetsTheOldestAddressOfABrowserThatMovesOnAndOn() {
        agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);
        for (int port = 1; port < IceLiteAgent.MAX_ADDRESSES; port++) {
            Reaction reaction = checkFrom(port);
            assertThat(reaction.forgotten()).isNull();
        }

        Reaction beyond = checkFrom(IceLiteAgent.MAX_ADDRESSES);

        assertThat(agent.selected()).isEqualTo(WIFI);
        assertThat(beyond.forgotten())
                .as("not the one in use")
                .isEqualTo(new InetSocketAddress(WIFI.getAddress(), 1));
        assertThat(checkFrom(1).proven()).as("it may come back").isNotNull();
    }

    private Reaction checkFrom(int port) {
        return agent.onMessage(
                parse(check(OURS).sign(key(OURS))),
                new InetSocketAddress(WIFI.getAddress(), port),
                now);
    }

    @Test
    void refusesWhoCannotProveThePassword() {
        var wrongPassword = new IceCredentials(OURS.ufrag(), "guessed-password-24-char");

        assertThat(agent.onMessage(parse(check(OURS).sign(key(wrongPassword))), WIFI, now))
                .isNull();
        assertThat(agent.onMessage(parse(check(OURS).finish()), WIFI, now)).isNull();
        assertThat(agent.onMessage(parse(check(FRESH).sign(key(OURS))), WIFI, now)).isNull();
        assertThat(
                        agent.onMessage(
                                parse(StunWriter.request(new byte[12]).sign(key(OURS))), WIFI, now))
                .as("no user name")
                .isNull();
        assertThat(agent.state()).isEqualTo(State.NEW);
        assertThat(agent.selected()).isNull();
    }

    @Test
    void failsWhenNobodyEverComesAndHealsWhenSomebodyDoes() {
        pass(Duration.ofMinutes(5));
        assertThat(agent.state()).as("nobody was told to come yet").isEqualTo(State.NEW);

        agent.expectChecks(now);
        pass(Duration.ofSeconds(29));
        agent.expectChecks(now); // a second description does not begin the wait anew
        assertThat(agent.state()).isEqualTo(State.NEW);
        pass(Duration.ofSeconds(2));
        assertThat(agent.state()).isEqualTo(State.FAILED);

        agent.restart(FRESH);
        assertThat(agent.state()).isEqualTo(State.NEW);
        agent.expectChecks(now);
        pass(Duration.ofSeconds(31));
        assertThat(agent.state()).isEqualTo(State.FAILED);
        agent.onMessage(parse(check(FRESH).sign(key(FRESH))), WIFI, now);
        assertThat(agent.state()).isEqualTo(State.CONNECTED);
    }

    @Test
    void forgedChecksDoNotKeepItAlive() {
        agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);
        pass(Duration.ofSeconds(7));
        agent.onMessage(parse(check(OURS).sign(key(FRESH))), WIFI, now);
        agent.onMessage(parse(StunWriter.indication(new byte[12]).finish()), WIFI, now);
        pass(Duration.ofSeconds(1));

        assertThat(agent.state()).isEqualTo(State.DISCONNECTED);
    }

    @Test
    void ignoresWhatWantsNoAnswer() {
        Reaction indication =
                agent.onMessage(parse(StunWriter.indication(new byte[12]).finish()), WIFI, now);
        StunMessage request = parse(check(OURS).sign(key(OURS)));
        Reaction response =
                agent.onMessage(
                        parse(StunWriter.success(request).xorMappedAddress(WIFI).sign(key(OURS))),
                        WIFI,
                        now);

        assertThat(indication).isEqualTo(Reaction.NONE);
        assertThat(response).isEqualTo(Reaction.NONE);
        assertThat(agent.state()).isEqualTo(State.NEW);
    }

    @Test
    void answersBothCredentialsAfterARestartButNotOlderOnes() {
        agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);
        agent.restart(FRESH);

        assertThat(agent.local()).isEqualTo(FRESH);
        assertThat(agent.previous()).isEqualTo(OURS);
        assertThat(agent.selected()).as("media goes on").isEqualTo(WIFI);
        Reaction old = agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);
        assertThat(MessageIntegrity.verify(response(old), key(OURS))).isTrue();
        Reaction fresh =
                agent.onMessage(parse(check(FRESH).useCandidate().sign(key(FRESH))), MOBILE, now);
        assertThat(MessageIntegrity.verify(response(fresh), key(FRESH))).isTrue();
        assertThat(agent.selected()).isEqualTo(MOBILE);

        agent.restart(new IceCredentials("serverufrag3", "third-password-with-24-c"));
        assertThat(agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now)).isNull();
    }

    @Test
    void answers420ToWhatItMustUnderstand() {
        byte[] request = withAttribute(check(OURS), 0x7ABC);

        Reaction reaction = agent.onMessage(parse(request), WIFI, now);

        assertThat(response(reaction).errorCode()).isEqualTo(420);
        assertThat(MessageIntegrity.verify(response(reaction), key(OURS))).isTrue();
        assertThat(agent.state()).isEqualTo(State.NEW);
    }

    @Test
    void answers487ToAControlledPeer() {
        byte[] request =
                StunWriter.request(new byte[12])
                        .username(OURS.ufrag() + ":peer")
                        .iceControlled(1)
                        .sign(key(OURS));

        Reaction reaction = agent.onMessage(parse(request), WIFI, now);

        assertThat(response(reaction).errorCode()).isEqualTo(487);
        assertThat(agent.state()).isEqualTo(State.NEW);
        assertThat(agent.selected()).isNull();
    }

    @Test
    void silenceDisconnectsThenFails() {
        agent.onTimeout(now);
        assertThat(agent.state()).as("nobody ever came").isEqualTo(State.NEW);
        agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);

        pass(Duration.ofMillis(7_400));
        assertThat(agent.state()).isEqualTo(State.CONNECTED);
        pass(Duration.ofMillis(200));
        assertThat(agent.state()).isEqualTo(State.DISCONNECTED);
        pass(Duration.ofMillis(22_000));
        assertThat(agent.state()).isEqualTo(State.DISCONNECTED);
        pass(Duration.ofMillis(500));
        assertThat(agent.state()).isEqualTo(State.FAILED);
    }

    @Test
    void checksKeepItConnected() {
        agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(5));
            agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);
            assertThat(agent.state()).isEqualTo(State.CONNECTED);
        }
    }

    @Test
    void comesBackFromSilenceOnAnyAddress() {
        agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);
        pass(Duration.ofSeconds(10));

        Reaction same = agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);
        assertThat(agent.state()).isEqualTo(State.CONNECTED);
        assertThat(same.proven()).as("the address is as before").isNull();

        pass(Duration.ofSeconds(10));
        Reaction moved = agent.onMessage(parse(check(OURS).sign(key(OURS))), MOBILE, now);
        assertThat(moved.proven()).isEqualTo(MOBILE);
        assertThat(agent.selected()).as("not nominated, but the old one is dead").isEqualTo(MOBILE);
    }

    @Test
    void makesUnguessableCredentialsOfLegalLength() {
        var random = new SecureRandom();
        IceCredentials one = IceCredentials.random(random);
        IceCredentials other = IceCredentials.random(random);

        assertThat(one.ufrag()).matches("[A-Za-z0-9]{4,256}").isNotEqualTo(other.ufrag());
        assertThat(one.password()).matches("[A-Za-z0-9]{22,256}").isNotEqualTo(other.password());
        assertThat(one).hasToString("IceCredentials[ufrag=" + one.ufrag() + "]");
    }

    @Test
    void writesCandidatesInOrderOfPreference() throws UnknownHostException {
        List<String> lines =
                Candidates.udpHosts(
                        List.of(
                                InetAddress.ofLiteral("203.0.113.7"),
                                InetAddress.ofLiteral("2001:db8::7")),
                        7882);

        assertThat(lines)
                .containsExactly(
                        "1 1 udp 2130706431 203.0.113.7 7882 typ host",
                        "2 1 udp 2130703871 2001:db8:0:0:0:0:0:7 7882 typ host");
    }

    @Test
    void writesPassiveTcpCandidatesBelowAllOthers() throws UnknownHostException {
        List<String> lines =
                Candidates.passiveTcpHosts(
                        List.of(
                                InetAddress.ofLiteral("203.0.113.7"),
                                InetAddress.ofLiteral("2001:db8::7")),
                        7882,
                        3);

        assertThat(lines)
                .containsExactly(
                        "3 1 tcp 1671430143 203.0.113.7 7882 typ host tcptype passive",
                        "4 1 tcp 1671427583 2001:db8:0:0:0:0:0:7 7882 typ host tcptype passive");
    }

    /// A TCP connection ended: what was proven by it is not any more.
    @Test
    void aForgottenAddressHasToBeProvenAgain() {
        agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now);
        agent.forget(WIFI);
        assertThat(agent.selected()).isNull();

        Reaction other = agent.onMessage(parse(check(OURS).sign(key(OURS))), MOBILE, now);
        assertThat(other.proven()).isEqualTo(MOBILE);
        assertThat(agent.selected()).as("without waiting for nomination").isEqualTo(MOBILE);
        agent.forget(WIFI);
        assertThat(agent.selected()).isEqualTo(MOBILE);
        assertThat(agent.onMessage(parse(check(OURS).sign(key(OURS))), WIFI, now).proven())
                .isEqualTo(WIFI);
    }

    private void pass(Duration time) {
        now += time.toNanos();
        agent.onTimeout(now);
    }

    private StunWriter check(IceCredentials to) {
        byte[] id = new byte[12];
        id[0] = ++transaction;
        return StunWriter.request(id)
                .username(to.ufrag() + ":browser")
                .priority(1_853_824_767L)
                .iceControlling(42);
    }

    /// The same request with one more, empty attribute.
    private static byte[] withAttribute(StunWriter writer, int type) {
        byte[] plain = writer.finish();
        int fingerprint = 8;
        byte[] longer = new byte[plain.length - fingerprint + 4];
        System.arraycopy(plain, 0, longer, 0, plain.length - fingerprint);
        BigEndian.put16(longer, plain.length - fingerprint, type);
        return sign(longer);
    }

    /// MESSAGE-INTEGRITY by hand: HMAC over what is there, with a length that covers it.
    private static byte[] sign(byte[] message) {
        try {
            byte[] signed = Arrays.copyOf(message, message.length + 24);
            BigEndian.put16(signed, 2, signed.length - StunMessage.HEADER_LENGTH);
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key(OURS), "HmacSHA1"));
            mac.update(signed, 0, message.length);
            BigEndian.put16(signed, message.length, 0x0008);
            BigEndian.put16(signed, message.length + 2, 20);
            mac.doFinal(signed, message.length + 4);
            return signed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StunMessage parse(byte[] message) {
        return Objects.requireNonNull(StunMessage.parse(message, 0, message.length));
    }

    private static StunMessage response(Reaction reaction) {
        return parse(Objects.requireNonNull(reaction.response()));
    }

    private static byte[] key(IceCredentials credentials) {
        return MessageIntegrity.key(credentials.password());
    }

    private static InetSocketAddress address(int last) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), 40_000 + last);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
