package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.platform.api.GuestPolicy;
import io.rostra.platform.store.UploadStore.Place;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.server.socketio.AnonymousRooms;
import io.rostra.server.storage.StorageTarget;
import io.rostra.signalling.ws.IceServers;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {

    private static final Path HOME = Path.of("/opt/rostra");

    private static ServerConfig config(String yaml, Map<String, String> environment) {
        return ServerConfig.from(Settings.of(yaml, "rostra.yaml", environment), HOME);
    }

    @Test
    void nothingIsRequired() {
        assertThat(config("", Map.of()))
                .isEqualTo(
                        new ServerConfig(
                                "0.0.0.0",
                                8080,
                                7882,
                                Path.of("data"),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                IceServers.NONE,
                                0,
                                GuestPolicy.LOCAL,
                                AnonymousRooms.LOCAL,
                                64,
                                Duration.ZERO,
                                false,
                                HOME.resolve("web/app/dist"),
                                Duration.ofDays(90),
                                Optional.empty(),
                                GuestPolicy.LOCAL,
                                Optional.empty(),
                                false,
                                Duration.ofSeconds(20),
                                Optional.empty()));
    }

    @Test
    void everyKeyCanBeSetInTheFile() {
        String yaml =
                """
                host: 127.0.0.1
                port: 9000
                media-port: 9001
                data-dir: /var/lib/rostra
                access-key: key
                secret: 0123456789
                public-url: https://live.example.org
                advertised-ip: [203.0.113.7, "2001:db8::1"]
                ice-servers: "turn:turn.example.org:3478?transport=udp"
                turn-secret: shared
                audio-loudest: 3
                token-endpoint: off
                socketio-rooms: open
                socketio-message-rate: 128
                rewind: 30m
                composite: on
                web-root: /srv/web
                memory-days: 7
                database-url: jdbc:postgresql://db/rostra
                metrics: open
                tls-certificate: /etc/tls/chain.pem
                tls-key: /etc/tls/key.pem
                log-format: json
                drain-seconds: 60
                s3-bucket: recordings
                s3-endpoint: https://storage.example.org
                s3-region: eu-central-1
                s3-prefix: /live/2026/
                s3-access-key: s3key
                s3-secret: s3secret
                """;
        assertThat(config(yaml, Map.of()))
                .isEqualTo(
                        new ServerConfig(
                                "127.0.0.1",
                                9000,
                                9001,
                                Path.of("/var/lib/rostra"),
                                Optional.of(new KeyPair("key", "0123456789")),
                                Optional.of(URI.create("https://live.example.org")),
                                List.of("203.0.113.7", "2001:db8::1"),
                                new IceServers(
                                        List.of("turn:turn.example.org:3478?transport=udp"),
                                        "shared",
                                        IceServers.NONE.lifetime()),
                                3,
                                GuestPolicy.OFF,
                                AnonymousRooms.OPEN,
                                128,
                                Duration.ofMinutes(30),
                                true,
                                Path.of("/srv/web"),
                                Duration.ofDays(7),
                                Optional.of(
                                        new ServerConfig.DatabaseUrl(
                                                "jdbc:postgresql://db/rostra")),
                                GuestPolicy.OPEN,
                                Optional.of(
                                        new TlsConfig(
                                                Path.of("/etc/tls/chain.pem"),
                                                Path.of("/etc/tls/key.pem"),
                                                false)),
                                true,
                                Duration.ofSeconds(60),
                                Optional.of(
                                        new StorageTarget(
                                                new Place(
                                                        "https://storage.example.org",
                                                        "eu-central-1",
                                                        "recordings",
                                                        "live/2026"),
                                                "s3key",
                                                "s3secret"))));
    }

    @Test
    void valuesAreTakenAsWritten() {
        ServerConfig config = config("access-key: 0x1F\nsecret: 007\nport:\nhost: ~", Map.of());

        assertThat(config.keys()).contains(new KeyPair("0x1F", "007"));
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.host()).isEqualTo("~");
    }

    @Test
    void theEnvironmentComesFirst() {
        ServerConfig config =
                config(
                        "port: 1\nadvertised-ip: 192.0.2.1",
                        Map.of(
                                "ROSTRA_PORT", "2",
                                "ROSTRA_ADVERTISED_IP", "192.0.2.2, 192.0.2.3",
                                "ROSTRA_TOKEN_ENDPOINT", "open",
                                "ROSTRA_DATA_DIR", ""));

        assertThat(config.port()).isEqualTo(2);
        assertThat(config.advertisedIps()).containsExactly("192.0.2.2", "192.0.2.3");
        assertThat(config.guests()).isEqualTo(GuestPolicy.OPEN);
        assertThat(config.dataDir()).isEqualTo(Path.of("data"));
    }

    @ParameterizedTest
    @CsvSource({
        "port: x,port must be a whole number",
        "port: 70000,port must be between",
        "port: -1,port must be between",
        "media-port: 1.5,media-port must be a whole number",
        "advertised-ip: example.org,advertised-ip must hold IP addresses",
        "ice-servers: turn.example.org,ice-servers must hold URLs like turn:",
        "'ice-servers: turn:turn.example.org',turn-secret must be set",
        "tls-key: a.pem,tls-certificate must be set when",
        "tls-certificate: a.pem,tls-key must be set when",
        "token-endpoint: maybe,token-endpoint must be local",
        "socketio-rooms: true,socketio-rooms must be local",
        "rewind: 30,rewind must be off",
        "composite: maybe,composite must be on or off",
        "rewind: 0m,rewind must be between",
        "rewind: 361m,rewind must be between",
        "public-url: example.org,public-url must look like",
        "public-url: 'ftp://a b',public-url must look like",
        "secret: x,access-key must be set",
        "access-key: x,secret must be set",
        "port: {a: 1},port must be a single value"
    })
    void aBadValueIsRefusedByTheNameOfItsKey(String yaml, String message) {
        assertThatThrownBy(() -> config(yaml, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "prot: 1,prot,port",
        "mediaport: 1,mediaport,media-port",
        "tokenendpoint: open,tokenendpoint,token-endpoint",
        "Port: 1,Port,port"
    })
    void anUnknownKeyStopsTheStartAndNamesTheNearest(String yaml, String unknown, String nearest) {
        assertThatThrownBy(() -> config(yaml, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown key " + unknown)
                .hasMessageContaining("Did you mean " + nearest + "?");
    }

    @Test
    void anAlmostRightVariableStopsTheStart() {
        assertThatThrownBy(() -> config("", Map.of("ROSTRA_MEDIAPORT", "1")))
                .hasMessageContaining("ROSTRA_MEDIAPORT")
                .hasMessageContaining("Did you mean ROSTRA_MEDIA_PORT?");
    }

    @Test
    void variablesOfOtherProgramsAreOnlyMentioned() {
        Settings settings =
                Settings.ofEnvironment(
                        Map.of(
                                "ROSTRA_SERVICE_HOST",
                                "10.0.0.1",
                                "PATH",
                                "/bin",
                                "ROSTRA_PORT",
                                "1"));

        assertThat(settings.unknownVariables()).containsExactly("ROSTRA_SERVICE_HOST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"port: [", "- a", "text", "a: b: c", "!!java.io.File x", "\u0001"})
    void aFileThatCannotBeReadIsRefusedByItsName(String yaml) {
        assertThatThrownBy(() -> config(yaml, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rostra.yaml");
    }

    @Test
    void aMissingFileIsRefusedByItsName(@TempDir Path folder) {
        assertThatThrownBy(() -> Settings.ofFile(folder.resolve("none.yaml"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "local,https://live.example.org,OFF",
        "open,https://live.example.org,OPEN",
        "local,http://localhost:8080,LOCAL",
        "local,'',LOCAL"
    })
    void nobodyIsLocalBehindAPublicUrl(String policy, String url, GuestPolicy inForce) {
        String yaml = "token-endpoint: " + policy + "\npublic-url: " + url;

        assertThat(config(yaml, Map.of()).guestsInForce()).isEqualTo(inForce);
    }

    @ParameterizedTest
    @CsvSource({
        "local,https://live.example.org,OFF",
        "open,https://live.example.org,OPEN",
        "off,http://localhost:8080,OFF",
        "local,http://localhost:8080,LOCAL",
        "local,'',LOCAL"
    })
    void behindAPublicUrlNobodyHasRoomsWithoutATokenByBeingLocal(
            String policy, String url, AnonymousRooms inForce) {
        String yaml = "socketio-rooms: " + policy + "\npublic-url: " + url;

        assertThat(config(yaml, Map.of()).socketIoRoomsInForce()).isEqualTo(inForce);
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(config("access-key: key\nsecret: hidden", Map.of()).toString())
                .contains("key")
                .doesNotContain("hidden");
    }

    /// The sample explains every key, at its default: uncommented whole, it still is a valid file.
    @Test
    void theSampleHoldsEveryKey() throws Exception {
        String sample = Files.readString(Path.of("../rostra-sample.yaml"));
        for (String key : Settings.KEYS) {
            assertThat(sample).containsPattern(Pattern.compile("(?m)^#" + key + ":"));
        }
        String uncommented = sample.replaceAll("(?m)^#(?=[a-z-]+:)", "");
        ServerConfig config = config(uncommented, Map.of());
        ServerConfig defaults = config("", Map.of());
        assertThat(config.port()).isEqualTo(defaults.port());
        assertThat(config.mediaPort()).isEqualTo(defaults.mediaPort());
        assertThat(config.guests()).isEqualTo(defaults.guests());
        assertThat(config.socketIoRooms()).isEqualTo(defaults.socketIoRooms());
        assertThat(config.host()).isEqualTo(defaults.host());
    }
}
