package io.rostra.server;

import static io.rostra.server.ConfigException.check;

import io.rostra.platform.api.GuestPolicy;
import io.rostra.platform.store.UploadStore.Place;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.server.socketio.AnonymousRooms;
import io.rostra.server.storage.StorageChoice;
import io.rostra.server.storage.StorageTarget;
import io.rostra.signalling.ws.IceServers;
import io.rostra.streaming.egress.hls.HlsConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How this process is set up. Every value has a default; `rostra-sample.yaml` explains each key
/// where it stands.
///
/// @param host the address to listen on
/// @param port TCP: web app, API, WebSocket, HLS
/// @param mediaPort UDP: WebRTC media
/// @param dataDir everything that survives a restart
/// @param keys the key pair of the first workspace, or empty to use the one made on first start
/// @param publicUrl where clients reach us, or empty to go by each request
/// @param advertisedIps addresses to offer for media beside those found
/// @param iceServers STUN and TURN servers that clients are told of
/// @param audioLoudest how many microphones of a room are heard at a time, 0 for all
/// @param guests who may have a token just by asking
/// @param socketIoRooms who may have Socket.IO rooms without a token
/// @param socketIoMessageRate kilobytes a second that one Socket.IO member may send as messages
/// @param rewind how far viewers of a live stream can seek back, zero for not at all
/// @param composite several broadcasters are shown together in the live stream
/// @param webRoot the built web app
/// @param databaseUrl of a PostgreSQL database, or empty for the embedded one
/// @param metrics who may read `/metrics`
/// @param tls of the TCP port, or empty for plain HTTP
/// @param jsonLog the log is for a program to read
/// @param drain within which the process has ended when it is told to stop
/// @param memory for how long is kept who was in which room
public record ServerConfig(
        String host,
        int port,
        int mediaPort,
        Path dataDir,
        Optional<KeyPair> keys,
        Optional<URI> publicUrl,
        List<String> advertisedIps,
        IceServers iceServers,
        int audioLoudest,
        GuestPolicy guests,
        AnonymousRooms socketIoRooms,
        int socketIoMessageRate,
        Duration rewind,
        boolean composite,
        Path webRoot,
        Duration memory,
        Optional<DatabaseUrl> databaseUrl,
        GuestPolicy metrics,
        Optional<TlsConfig> tls,
        boolean jsonLog,
        Duration drain,
        Optional<StorageTarget> storage) {

    public ServerConfig {
        checkPort(port, "port");
        checkPort(mediaPort, "media-port");
        advertisedIps = List.copyOf(advertisedIps);
        advertisedIps.forEach(ServerConfig::checkAddress);
        check(
                audioLoudest >= 0 && audioLoudest <= 100,
                "audio-loudest",
                "must be between 0 and 100");
        check(
                socketIoMessageRate >= 1 && socketIoMessageRate <= 4_000,
                "socketio-message-rate",
                "must be between 1 and 4000 kilobytes a second");
        check(
                memory.toDays() >= 1 && memory.toDays() <= 36_500,
                "memory-days",
                "must be between 1 and 36500");
        check(
                !drain.isNegative() && drain.toSeconds() <= 3_600,
                "drain-seconds",
                "must be between 0 and 3600");
    }

    /// @throws ConfigException naming the key that cannot be used
    static ServerConfig from(Settings settings, Path home) {
        Path dataDir = Path.of(settings.text("data-dir", "data"));
        return new ServerConfig(
                settings.text("host", "0.0.0.0"),
                settings.integer("port", 8080),
                settings.integer("media-port", 7882),
                dataDir,
                keys(settings.text("access-key"), settings.text("secret")),
                Optional.ofNullable(settings.text("public-url")).map(ServerConfig::publicUrl),
                settings.list("advertised-ip"),
                iceServers(settings.list("ice-servers"), settings.text("turn-secret", "")),
                settings.integer("audio-loudest", 0),
                guests("token-endpoint", settings.text("token-endpoint", "local")),
                socketIoRooms(settings.text("socketio-rooms", "local")),
                settings.integer("socketio-message-rate", 64),
                rewind(settings.text("rewind", "off")),
                composite(settings.text("composite", "off")),
                Path.of(settings.text("web-root", home.resolve("web/app/dist").toString())),
                Duration.ofDays(settings.integer("memory-days", 90)),
                Optional.ofNullable(settings.text("database-url")).map(ServerConfig::databaseUrl),
                guests("metrics", settings.text("metrics", "local")),
                tls(settings.text("tls-certificate"), settings.text("tls-key"), dataDir),
                jsonLog(settings.text("log-format", "text")),
                Duration.ofSeconds(settings.integer("drain-seconds", 20)),
                storage(settings));
    }

    /// Behind a reverse proxy the whole world may seem to sit at this machine. A public URL says
    /// that there is one, so then nobody counts as local.
    GuestPolicy guestsInForce() {
        return guests == GuestPolicy.LOCAL && proxied() ? GuestPolicy.OFF : guests;
    }

    /// The same for rooms without a token.
    AnonymousRooms socketIoRoomsInForce() {
        return socketIoRooms == AnonymousRooms.LOCAL && proxied()
                ? AnonymousRooms.OFF
                : socketIoRooms;
    }

    private boolean proxied() {
        return publicUrl.isPresent() && !isLoopback(publicUrl.get());
    }

    /// How this server names itself to others, without a slash at the end.
    String clientUrl() {
        String url = publicUrl.map(URI::toString).orElseGet(() -> localUrl(port));
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /// The page for who sits at this machine.
    String localUrl(int openPort) {
        String scheme = tls.isPresent() ? "https" : "http";
        boolean usual = openPort == (tls.isPresent() ? 443 : 80);
        return scheme + "://localhost" + (usual ? "" : ":" + openPort);
    }

    private static boolean isLoopback(URI url) {
        return List.of("localhost", "127.0.0.1", "[::1]").contains(url.getHost());
    }

    private static void checkPort(int port, String key) {
        // 0 lets the system choose, which tests use.
        check(port >= 0 && port <= 65535, key, "must be between 1 and 65535");
    }

    private static Optional<KeyPair> keys(@Nullable String accessKey, @Nullable String secret) {
        if (accessKey == null && secret == null) {
            return Optional.empty();
        }
        if (accessKey == null) {
            throw new ConfigException("access-key must be set when secret is set");
        }
        if (secret == null) {
            throw new ConfigException("secret must be set when access-key is set");
        }
        return Optional.of(new KeyPair(accessKey, secret));
    }

    private static Optional<TlsConfig> tls(
            @Nullable String certificate, @Nullable String key, Path dataDir) {
        if (certificate == null) {
            check(key == null, "tls-certificate", "must be set when tls-key is set");
            return Optional.empty();
        }
        return Optional.of(TlsConfig.of(certificate, key, dataDir));
    }

    private static URI publicUrl(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            check(web && url.getHost() != null, "public-url", PUBLIC_URL_RULE);
            return url;
        } catch (URISyntaxException _) {
            throw new ConfigException("public-url " + PUBLIC_URL_RULE);
        }
    }

    private static DatabaseUrl databaseUrl(String text) {
        check(
                text.startsWith("jdbc:postgresql://"),
                "database-url",
                "must look like jdbc:postgresql://db.example.org/rostra?user=rostra&password=...");
        return new DatabaseUrl(text);
    }

    private static Optional<StorageTarget> storage(Settings settings) {
        String bucket = settings.text("s3-bucket");
        String accessKey = settings.text("s3-access-key");
        String secret = settings.text("s3-secret");
        if (bucket == null) {
            check(accessKey == null && secret == null, "s3-bucket", "must be set with its keys");
            return Optional.empty();
        }
        if (accessKey == null || secret == null) {
            throw new ConfigException(
                    "s3-access-key and s3-secret must be set when s3-bucket is set");
        }
        String endpoint = settings.text("s3-endpoint");
        check(
                endpoint == null || endpoint.matches("https?://[^\\s/?#@]+/?"),
                "s3-endpoint",
                "must look like https://storage.example.org");
        return Optional.of(
                new StorageTarget(
                        new Place(
                                endpoint,
                                settings.text("s3-region", "us-east-1"),
                                bucket,
                                StorageChoice.trimmed(settings.text("s3-prefix", ""))),
                        accessKey,
                        secret));
    }

    /// It may hold a password, so it prints as nothing.
    record DatabaseUrl(String text) {

        @Override
        public String toString() {
            return "(database-url)";
        }
    }

    private static IceServers iceServers(List<String> urls, String secret) {
        for (String url : urls) {
            check(
                    url.matches("(stuns?|turns?):[^\\s/?]+(\\?transport=(udp|tcp))?"),
                    "ice-servers",
                    "must hold URLs like turn:turn.example.org:3478?transport=udp; "
                            + url
                            + " is none");
        }
        boolean turn = urls.stream().anyMatch(url -> url.startsWith("turn"));
        check(
                !turn || !secret.isEmpty(),
                "turn-secret",
                "must be set when ice-servers has a TURN server: it is static-auth-secret there");
        return new IceServers(urls, secret, IceServers.NONE.lifetime());
    }

    private static final String PUBLIC_URL_RULE = "must look like https://live.example.org";

    private static void checkAddress(String ip) {
        try {
            InetAddress.ofLiteral(ip);
        } catch (IllegalArgumentException _) {
            throw new ConfigException("advertised-ip must hold IP addresses; " + ip + " is none");
        }
    }

    private static Duration rewind(String text) {
        if (text.equals("off")) {
            return Duration.ZERO;
        }
        if (text.equals("event")) {
            return HlsConfig.LONGEST_WINDOW;
        }
        long most = HlsConfig.LONGEST_WINDOW.toMinutes();
        check(text.matches("\\d{1,4}m"), "rewind", "must be off, event, or minutes such as 30m");
        long minutes = Long.parseLong(text.substring(0, text.length() - 1));
        check(minutes >= 1 && minutes <= most, "rewind", "must be between 1m and " + most + "m");
        return Duration.ofMinutes(minutes);
    }

    private static boolean composite(String text) {
        check(text.equals("on") || text.equals("off"), "composite", "must be on or off");
        return text.equals("on");
    }

    private static boolean jsonLog(String text) {
        check(text.equals("text") || text.equals("json"), "log-format", "must be text or json");
        return text.equals("json");
    }

    private static GuestPolicy guests(String key, String text) {
        return switch (text) {
            case "local" -> GuestPolicy.LOCAL;
            case "open" -> GuestPolicy.OPEN;
            case "off" -> GuestPolicy.OFF;
            default -> throw new ConfigException(key + " must be local, open or off");
        };
    }

    private static AnonymousRooms socketIoRooms(String text) {
        return switch (text) {
            case "local" -> AnonymousRooms.LOCAL;
            case "open" -> AnonymousRooms.OPEN;
            case "off" -> AnonymousRooms.OFF;
            default -> throw new ConfigException("socketio-rooms must be local, open or off");
        };
    }
}
