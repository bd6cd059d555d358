package io.rostra.signalling.ws;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// STUN and TURN servers that clients are told of, for networks from which the media port cannot be
/// reached. TURN servers get credentials that run out, made from a secret that they share with us,
/// as coturn's `use-auth-secret` takes them: the name is `<seconds since 1970>:<who>`, the password
/// the Base64 HMAC-SHA1 of the name (draft-uberti-behave-turn-rest-00). Thread-safe.
///
/// @param urls such as `turn:turn.example.org:3478?transport=udp` (RFC 7064, RFC 7065)
/// @param secret empty if there are only STUN servers
/// @param lifetime of credentials
public record IceServers(List<String> urls, String secret, Duration lifetime) {

    public static final IceServers NONE = new IceServers(List.of(), "", Duration.ofHours(12));

    public IceServers {
        urls = List.copyOf(urls);
    }

    /// As `rtcConfiguration.ice_servers` has them.
    ///
    /// @param who the credentials are for; it stands in the TURN server's log
    public JsonArray forClient(String who, Instant now) {
        var servers = new JsonArray();
        List<String> stun = urls.stream().filter(url -> url.startsWith("stun")).toList();
        if (!stun.isEmpty()) {
            servers.add(new JsonObject().put("urls", new JsonArray(stun)));
        }
        List<String> turn = urls.stream().filter(url -> url.startsWith("turn")).toList();
        if (!turn.isEmpty()) {
            String name = now.plus(lifetime).getEpochSecond() + ":" + who;
            servers.add(
                    new JsonObject()
                            .put("urls", new JsonArray(turn))
                            .put("username", name)
                            .put("credential", password(name)));
        }
        return servers;
    }

    private String password(String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] digest = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA1 is part of every JDK", e);
        }
    }

    /// The secret stays out of logs.
    @Override
    public String toString() {
        return "IceServers" + urls;
    }
}
