package io.rostra.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `rostra [--config <file>]`: starts the server and runs until it is told to stop.
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final Path DEFAULT_CONFIG = Path.of("rostra.yaml");

    /// RFC 7518 section 3.2: the key of HS256 must have the size of the hash or more.
    private static final int SAFE_SECRET = 32;

    /// Of the time for stopping, this is for closing ports and the store.
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private Main() {}

    public static void main(String[] args) {
        try {
            ServerConfig config = config(args, System.getenv());
            if (config.jsonLog()) {
                JsonLog.install();
            }
            mention(config);
            Server server = Server.start(config);
            stopWhenToldTo(server, config.drain());
            String address = address(config, server.port());
            System.out.println("Rostra is running. Open " + address);
            server.passwordLink()
                    .map(token -> PasswordCommand.link(address, token))
                    .ifPresent(System.out::println);
        } catch (ConfigException | StartException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static ServerConfig config(String[] args, Map<String, String> environment) {
        Settings settings = settings(args, environment);
        settings.unknownVariables()
                .forEach(name -> log.warn("{} is not a setting of Rostra's", name));
        return ServerConfig.from(settings, Path.of(System.getProperty("rostra.home", ".")));
    }

    /// What is allowed but perhaps not meant.
    private static void mention(ServerConfig config) {
        if (config.guests() != config.guestsInForce()) {
            log.info(
                    "With a public-url, token-endpoint: local admits nobody; set it to open or off");
        }
        if (config.keys().filter(keys -> keys.secret().length() < SAFE_SECRET).isPresent()) {
            log.warn("The secret is short enough to be guessed; use {} characters", SAFE_SECRET);
        }
    }

    private static Settings settings(String[] args, Map<String, String> environment) {
        if (args.length == 2 && args[0].equals("--config")) {
            return Settings.ofFile(Path.of(args[1]), environment);
        }
        if (args.length != 0) {
            throw new ConfigException("Usage: rostra run [--config <file>]");
        }
        return Files.exists(DEFAULT_CONFIG)
                ? Settings.ofFile(DEFAULT_CONFIG, environment)
                : Settings.ofEnvironment(environment);
    }

    private static String address(ServerConfig config, int port) {
        return config.publicUrl().map(Object::toString).orElseGet(() -> config.localUrl(port));
    }

    /// On SIGINT and SIGTERM the JVM runs this, then exits with the number of the signal. A stop
    /// that was asked for is no failure, so the exit code is made 0.
    private static void stopWhenToldTo(Server server, Duration drain) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    log.info("Stopping");
                                    endAfter(drain);
                                    server.stop(longer(drain.minus(CLOSING), Duration.ZERO));
                                    System.out.flush();
                                    Runtime.getRuntime().halt(0);
                                },
                                "stop"));
        StopSignals.install();
    }

    /// Whatever hangs, the process ends in time. What is lost is what a kill would lose: nothing
    /// that was acknowledged.
    private static void endAfter(Duration drain) {
        Thread.ofPlatform()
                .daemon()
                .name("stop-limit")
                .start(() -> {
                    try {
                        Thread.sleep(longer(drain, CLOSING));
                    } catch (InterruptedException _) {
                        return;
                    }
                    log.warn("Not everything could be closed in time");
                    Runtime.getRuntime().halt(0);
                });
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
