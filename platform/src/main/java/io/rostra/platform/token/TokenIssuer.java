package io.rostra.platform.token;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rostra.platform.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// Mints tokens for a workspace. Thread-safe.
///
/// Client SDKs decode the payload with `atob`, which knows neither `-` nor `_` and yields bytes
/// instead of text. So the payload is pure ASCII without `>`, `?`, `~` and DEL, all written as JSON
/// escapes. No other bytes below 0x80 can make the base64url digits 62 and 63:
///
/// ```
///    byte 0      byte 1      byte 2
///   0aaaaaaa    0bbbbbbb    0ccccccc
///   \____/\______/\______/\_____/
///   0aaaaa  aa0bbb  bbbb0c  cccccc     only the last can be 11111x, when byte 2 is > ? ~ or DEL
/// ```
public final class TokenIssuer {

    /// What tutorials and samples use.
    public static final Duration DAY = Duration.ofHours(24);

    /// Receivers whose clock is behind ours must not find the token "not valid yet".
    private static final Duration BACKDATED = Duration.ofSeconds(10);

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = mapper();

    private final InstantSource clock;

    public TokenIssuer(InstantSource clock) {
        this.clock = clock;
    }

    public String app(
            Workspace workspace, String roomId, String userId, String role, Duration lifetime) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("access_key", workspace.keys().accessKey());
        claims.put("type", "app");
        claims.put("version", 2);
        claims.put("room_id", roomId);
        claims.put("user_id", userId);
        claims.put("role", role);
        return sign(workspace, claims, lifetime);
    }

    public String management(Workspace workspace, Duration lifetime) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("access_key", workspace.keys().accessKey());
        claims.put("type", "management");
        claims.put("version", 2);
        return sign(workspace, claims, lifetime);
    }

    private String sign(Workspace workspace, Map<String, Object> claims, Duration lifetime) {
        Instant from = clock.instant().minus(BACKDATED);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", from.getEpochSecond());
        claims.put("nbf", from.getEpochSecond());
        claims.put("exp", clock.instant().plus(lifetime).getEpochSecond());
        byte[] header = encode(Map.of("alg", "HS256", "typ", "JWT"));
        byte[] payload = encode(claims);
        byte[] signature = TokenKeys.key(workspace).algorithm().sign(header, payload);
        return ascii(header) + '.' + ascii(payload) + '.' + BASE64URL.encodeToString(signature);
    }

    private static byte[] encode(Map<String, Object> json) {
        try {
            return BASE64URL.encode(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("claims cannot be written as JSON", e);
        }
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder(
                        new JsonFactoryBuilder()
                                .characterEscapes(new AtobSafe())
                                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                                .build())
                .build();
    }

    private static final class AtobSafe extends CharacterEscapes {

        private static final long serialVersionUID = 1;

        private final int[] ascii = CharacterEscapes.standardAsciiEscapesForJSON();

        AtobSafe() {
            for (char c : new char[] {'>', '?', '~', 0x7f}) {
                ascii[c] = CharacterEscapes.ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii;
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            return new SerializedString(String.format("\\u%04x", c));
        }
    }
}
