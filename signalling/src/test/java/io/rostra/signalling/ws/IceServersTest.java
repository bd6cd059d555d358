package io.rostra.signalling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IceServersTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_433_895_918 - 3_600);

    @Test
    void turnServersGetCredentialsThatRunOut() {
        var servers =
                new IceServers(
                        List.of("turn:turn.example.org:3478", "stun:stun.example.org"),
                        "north",
                        Duration.ofHours(1));
        JsonArray told = servers.forClient("peer", NOW);
        assertThat(told.getJsonObject(0))
                .isEqualTo(new JsonObject().put("urls", JsonArray.of("stun:stun.example.org")));
        assertThat(told.getJsonObject(1))
                .isEqualTo(
                        new JsonObject()
                                .put("urls", JsonArray.of("turn:turn.example.org:3478"))
                                .put("username", "1433895918:peer")
                                // printf 1433895918:peer | openssl dgst -sha1 -hmac north -binary |
                                // base64
                                .put("credential", "h15lnlauLCGafggd3h4ffZXFtSg="));
        assertThat(servers.toString()).doesNotContain("north");
    }

    @Test
    void withoutServersNothingIsTold() {
        assertThat(IceServers.NONE.forClient("peer", NOW)).isEmpty();
    }
}
