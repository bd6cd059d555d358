package io.rostra.platform.token;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.exceptions.AlgorithmMismatchException;
import com.auth0.jwt.exceptions.IncorrectClaimException;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;

/// Verifies tokens as backends sign them: JWT (RFC 7519), HS256 only, the workspace named by the
/// claim `access_key`. Thread-safe, does not block.
public final class JwtTokenVerifier implements TokenVerifier {

    /// Clocks of backends and ours may differ by this much; a backend's SDK also uses a token for
    /// half a minute after it expired.
    static final Duration LEEWAY = Duration.ofSeconds(60);

    /// Ours have 500 characters; nobody needs more to name a room, a role and a user.
    static final int MAX_LENGTH = 8192;

    private static final int VERSION = 2;
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final TokenKeys keys;
    private final Clock clock;

    public JwtTokenVerifier(TokenKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock.withZone(ZoneOffset.UTC);
    }

    @Override
    public AppToken verifyApp(String token) throws TokenException {
        return verifyApp(token, LEEWAY);
    }

    @Override
    public AppToken verifyAppForReconnect(String token) throws TokenException {
        return verifyApp(token, FOR_EVER);
    }

    /// @throws WrongTokenTypeException when it is valid but not a management token
    /// @throws TokenException as for app tokens
    public ManagementToken verifyManagement(String token) throws TokenException {
        Verified verified = verify(token, LEEWAY);
        requireType(verified.jwt(), "management");
        return new ManagementToken(
                verified.workspaceId(), text(verified.jwt(), "access_key"), expiry(verified.jwt()));
    }

    private AppToken verifyApp(String token, Duration lateBy) throws TokenException {
        Verified verified = verify(token, lateBy);
        DecodedJWT jwt = verified.jwt();
        requireType(jwt, "app");
        Claim user = jwt.getClaim("user_id");
        return new AppToken(
                token,
                verified.workspaceId(),
                text(jwt, "room_id"),
                isAbsent(user) ? UUID.randomUUID().toString() : text(jwt, "user_id"),
                text(jwt, "role"),
                expiry(jwt));
    }

    private record Verified(DecodedJWT jwt, String workspaceId) {}

    private Verified verify(String token, Duration lateBy) throws TokenException {
        if (token.length() > MAX_LENGTH) {
            throw new TokenException("token is too long");
        }
        try {
            String accessKey = text(JWT.decode(token), "access_key");
            TokenKeys.Key key =
                    keys.find(accessKey, clock.instant())
                            .orElseThrow(() -> new TokenException("access_key is unknown"));
            DecodedJWT jwt = verifier(key, lateBy).verify(token);
            if (!Integer.valueOf(VERSION).equals(jwt.getClaim("version").asInt())) {
                throw new TokenException("version of the token must be " + VERSION);
            }
            return new Verified(jwt, key.workspaceId());
        } catch (JWTVerificationException e) {
            throw new TokenException(reason(e));
        } catch (RuntimeException _) {
            // The library trips over payloads such as `null`.
            throw new TokenException("token is malformed");
        }
    }

    private JWTVerifier verifier(TokenKeys.Key key, Duration lateBy) {
        var requirements =
                (JWTVerifier.BaseVerification)
                        JWT.require(key.algorithm())
                                .withClaimPresence("exp")
                                .acceptLeeway(LEEWAY.toSeconds())
                                .acceptExpiresAt(lateBy.toSeconds());
        return requirements.build(clock);
    }

    private static void requireType(DecodedJWT jwt, String type) throws TokenException {
        String actual = text(jwt, "type");
        if (!type.equals(actual)) {
            throw new WrongTokenTypeException(type);
        }
    }

    private static String text(DecodedJWT jwt, String name) throws TokenException {
        String value = jwt.getClaim(name).asString();
        if (value == null || value.isEmpty()) {
            throw new TokenException(name + " is missing from the token");
        }
        return value;
    }

    private static Instant expiry(DecodedJWT jwt) throws TokenException {
        Instant expiresAt = jwt.getExpiresAtAsInstant();
        if (expiresAt == null) {
            throw new TokenException("exp is missing from the token");
        }
        return expiresAt;
    }

    private static boolean isAbsent(Claim claim) {
        return claim.isMissing() || claim.isNull() || "".equals(claim.asString());
    }

    /// The library's messages quote claims and classes; these are for the bearer.
    private static String reason(JWTVerificationException e) {
        return switch (e) {
            case TokenExpiredException _ -> "token is expired";
            case SignatureVerificationException _, AlgorithmMismatchException _ ->
                    "signature is invalid";
            case IncorrectClaimException _ -> "token is not valid yet";
            case JWTDecodeException _ -> "token is malformed";
            default -> "token is invalid";
        };
    }
}
