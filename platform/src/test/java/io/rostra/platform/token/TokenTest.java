package io.rostra.platform.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ROOM = "6512a4b8c0ffee0011223344";
    private static final String SECRET = "a secret of a length that is somewhat realistic";
    private static final Workspace WORKSPACE =
            new Workspace("0123456789abcdef01234567", "default", new KeyPair("key-1", SECRET));

    private final TokenIssuer issuer = new TokenIssuer(InstantSource.fixed(NOW));
    private final JwtTokenVerifier verifier = verifierAt(NOW);

    private static JwtTokenVerifier verifierAt(Instant now) {
        return new JwtTokenVerifier(new TokenKeys(List.of(WORKSPACE)), InstantSource.fixed(now));
    }

    /// RFC 7515 A.1.1: the signature of the library we rely on.
    @Test
    void signsAsRfc7515AppendixA1() {
        byte[] key =
                Base64.getUrlDecoder()
                        .decode(
                                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        String jws =
                "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
                        + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                        + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        Algorithm algorithm = Algorithm.HMAC256(key);

        algorithm.verify(JWT.decode(jws));
        String[] parts = jws.split("\\.");
        byte[] signature = algorithm.sign(ascii(parts[0]), ascii(parts[1]));

        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(signature))
                .isEqualTo(parts[2]);
    }

    @Test
    void acceptsTheTokenABackendSignedByItself() throws Exception {
        String token =
                sign(
                        "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
                        appClaims("\"user_id\":\"u-1\",\"jti\":\"1\",\"iat\":%d,\"nbf\":%d,", 0),
                        SECRET);

        AppToken claims = verifier.verifyApp(token);

        assertThat(claims)
                .isEqualTo(
                        new AppToken(
                                token,
                                WORKSPACE.id(),
                                ROOM,
                                "u-1",
                                "broadcaster",
                                NOW.plusSeconds(3600)));
        assertThat(claims.toString()).doesNotContain(token);
    }

    @Test
    void generatesAUserIdWhenTheTokenHasNone() throws Exception {
        String token = sign("{\"alg\":\"HS256\"}", appClaims("", 0), SECRET);

        assertThat(verifier.verifyApp(token).userId()).hasSize(36);
    }

    @Test
    void itsOwnTokensComeBackWhole() throws Exception {
        String app = issuer.app(WORKSPACE, ROOM, "u-1", "hls-viewer", TokenIssuer.DAY);

        AppToken claims = verifier.verifyApp(app);

        assertThat(claims.userId()).isEqualTo("u-1");
        assertThat(claims.role()).isEqualTo("hls-viewer");
        assertThat(claims.roomId()).isEqualTo(ROOM);
        assertThat(claims.expiresAt()).isEqualTo(NOW.plus(TokenIssuer.DAY));
        assertThat(verifier.verifyManagement(issuer.management(WORKSPACE, TokenIssuer.DAY)))
                .isEqualTo(
                        new ManagementToken(
                                WORKSPACE.id(),
                                WORKSPACE.keys().accessKey(),
                                NOW.plus(TokenIssuer.DAY)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?",
                "??",
                "???",
                ">>>>",
                "~~~~~~~",
                "\u007f\u007f\u007f",
                "é",
                "李雷",
                "a😀b",
                "\"quoted\\\"",
                "\n\t",
                "<script>?~</script>",
                "1700000000000"
            })
    void payloadCanBeDecodedWithAtobWhateverTheUserIsCalled(String user) throws Exception {
        String token = issuer.app(WORKSPACE, ROOM, user, "broadcaster", TokenIssuer.DAY);
        String payload = token.split("\\.")[1];

        assertThat(payload).doesNotContain("-").doesNotContain("_");
        assertThat(decodeAsBrowsersDo(payload).get("user_id").textValue()).isEqualTo(user);
        assertThat(verifier.verifyApp(token).userId()).isEqualTo(user);
    }

    @Test
    void payloadCanBeDecodedWithAtobForRandomNames() throws Exception {
        Random random = new Random(20261121);
        for (int round = 0; round < 2_000; round++) {
            String user =
                    random.ints(1 + random.nextInt(12), 1, 0xD7FF)
                            .map(c -> random.nextBoolean() ? c & 0x7f | 1 : c)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
            String payload =
                    issuer.app(WORKSPACE, ROOM, user, "broadcaster", TokenIssuer.DAY)
                            .split("\\.")[1];
            assertThat(payload).doesNotContain("-").doesNotContain("_");
            assertThat(decodeAsBrowsersDo(payload).get("user_id").textValue()).isEqualTo(user);
        }
    }

    @Test
    void expiryCountsWithALittleLeeway() throws Exception {
        String token = issuer.app(WORKSPACE, ROOM, "u", "broadcaster", Duration.ofHours(1));

        verifierAt(NOW.plusSeconds(3600 + 59)).verifyApp(token);
        assertThatThrownBy(() -> verifierAt(NOW.plusSeconds(3600 + 62)).verifyApp(token))
                .isInstanceOf(TokenException.class)
                .hasMessage("token is expired");
    }

    @Test
    void anExpiredTokenIsGoodEnoughToComeBackWith() throws Exception {
        String token = issuer.app(WORKSPACE, ROOM, "u", "broadcaster", Duration.ofHours(1));
        JwtTokenVerifier later = verifierAt(NOW.plus(Duration.ofDays(3)));

        assertThat(later.verifyAppForReconnect(token).userId()).isEqualTo("u");
        String forged = token.substring(0, token.lastIndexOf('.')) + "." + "A".repeat(43);
        assertThatThrownBy(() -> later.verifyAppForReconnect(forged))
                .hasMessage("signature is invalid");
    }

    @Test
    void refusesTokensThatAreNotValidYet() {
        String token = issuer.app(WORKSPACE, ROOM, "u", "broadcaster", TokenIssuer.DAY);

        assertThatThrownBy(() -> verifierAt(NOW.minusSeconds(300)).verifyApp(token))
                .hasMessage("token is not valid yet");
    }

    @Test
    void refusesOneKindWhereTheOtherIsNeeded() {
        String app = issuer.app(WORKSPACE, ROOM, "u", "broadcaster", TokenIssuer.DAY);
        String management = issuer.management(WORKSPACE, TokenIssuer.DAY);

        assertThatThrownBy(() -> verifier.verifyManagement(app))
                .isInstanceOf(WrongTokenTypeException.class);
        assertThatThrownBy(() -> verifier.verifyApp(management))
                .isInstanceOf(WrongTokenTypeException.class);
    }

    @Test
    void refusesForeignKeysAndAlgorithms() {
        String claims = appClaims("", 0);
        assertRefused(
                sign("{\"alg\":\"HS256\"}", claims, "another secret"), "signature is invalid");
        assertRefused(
                sign("{\"alg\":\"HS256\"}", claims.replace("key-1", "key-2"), SECRET),
                "access_key is unknown");
        assertRefused(
                base64("{\"alg\":\"none\"}") + "." + base64(claims) + ".", "signature is invalid");
        assertRefused(sign("{\"alg\":\"RS256\"}", claims, SECRET), "signature is invalid");
        assertRefused(sign("{\"alg\":\"HS512\"}", claims, SECRET), "signature is invalid");
    }

    @Test
    void refusesClaimsOfTheWrongShape() {
        for (String wrong :
                List.of(
                        appClaims("", 0).replace("\"version\":2", "\"version\":1"),
                        appClaims("", 0).replace("\"version\":2", "\"version\":\"2\""),
                        appClaims("", 0).replaceAll(",\"exp\":\\d+", ""),
                        appClaims("", 0).replaceAll("\"exp\":\\d+", "\"exp\":\"soon\""),
                        appClaims("", 0).replaceAll("\"exp\":\\d+", "\"exp\":9e99"),
                        appClaims("", 0).replaceAll("\"exp\":\\d+", "\"exp\":-1"),
                        appClaims("", 0).replace("\"" + ROOM + "\"", "{}"),
                        appClaims("", 0).replace("\"" + ROOM + "\"", "\"\""),
                        appClaims("\"user_id\":7,", 0),
                        appClaims("", 0).replace("\"broadcaster\"", "[]"),
                        "{}",
                        "[]",
                        "null",
                        "7",
                        "{",
                        "")) {
            assertThatThrownBy(() -> verifier.verifyApp(sign("{\"alg\":\"HS256\"}", wrong, SECRET)))
                    .as(wrong)
                    .isInstanceOf(TokenException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b",
                "a.b.c",
                "a.b.c.d",
                "e30.e30.",
                "e30.e30.e30",
                " ",
                "é.é.é",
                "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"
            })
    void refusesWhatIsNoToken(String text) {
        assertThatThrownBy(() -> verifier.verifyApp(text)).isInstanceOf(TokenException.class);
        assertThatThrownBy(() -> verifier.verifyAppForReconnect(text))
                .isInstanceOf(TokenException.class);
        assertThatThrownBy(() -> verifier.verifyManagement(text))
                .isInstanceOf(TokenException.class);
    }

    @Test
    void refusesHugeTokensUnread() {
        assertThatThrownBy(() -> verifier.verifyApp("a".repeat(1_000_000)))
                .hasMessage("token is too long");
    }

    @Test
    void survivesTokensDamagedAnywhere() {
        String token = issuer.app(WORKSPACE, ROOM, "u", "broadcaster", TokenIssuer.DAY);
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            var damaged = new StringBuilder(token);
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged.setCharAt(
                        random.nextInt(damaged.length()), (char) (32 + random.nextInt(200)));
            }
            try {
                verifier.verifyApp(damaged.toString());
            } catch (TokenException _) {
                // the expected answer
            }
        }
    }

    private void assertRefused(String token, String reason) {
        assertThatThrownBy(() -> verifier.verifyApp(token))
                .isInstanceOf(TokenException.class)
                .hasMessage(reason);
    }

    /// @param more claims with two `%d` for the time of issue, or none
    private static String appClaims(String more, long issuedSecondsAgo) {
        long issued = NOW.getEpochSecond() - issuedSecondsAgo;
        return ("{\"access_key\":\"key-1\",\"type\":\"app\",\"version\":2,\"room_id\":\"" + ROOM)
                + "\","
                + more.formatted(issued, issued)
                + "\"role\":\"broadcaster\",\"exp\":"
                + NOW.plusSeconds(3600).getEpochSecond()
                + "}";
    }

    /// Signs with the JDK alone, as a backend in another language would.
    private static String sign(String header, String claims, String secret) {
        try {
            String signed = base64(header) + "." + base64(claims);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed
                    + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(mac.doFinal(ascii(signed)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// `JSON.parse(atob(payload))`: plain base64, every byte a character.
    private static JsonNode decodeAsBrowsersDo(String payload) throws Exception {
        String bytes = new String(Base64.getDecoder().decode(payload), StandardCharsets.ISO_8859_1);
        return new ObjectMapper().readTree(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
