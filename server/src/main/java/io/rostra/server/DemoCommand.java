package io.rostra.server;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.Database;
import io.rostra.platform.template.Role;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/// `rostra demo [<room>]`: a broadcaster that needs neither camera nor browser goes live in a room
/// of the server that runs on this machine, until it is stopped. FFmpeg draws a test picture with a
/// running clock; it takes the way of a Socket.IO member's recorder.
public final class DemoCommand {

    private static final String TEST_PICTURE =
            """
            -hide_banner -loglevel error -re
            -f lavfi -i testsrc2=size=1280x720:rate=25
            -f lavfi -i sine=frequency=330:beep_factor=4:sample_rate=48000
            -c:v libopenh264 -pix_fmt yuv420p -b:v 1500k -g 50 -c:a libopus -b:a 48k
            -f mp4 -movflags empty_moov+default_base_moof -frag_duration 200000 pipe:1\
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");

    private DemoCommand() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            run(args, Main.config(new String[0], System.getenv()));
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException e) {
            System.err.println("The demo ended: " + e.getMessage());
            System.exit(1);
        }
    }

    private record Stage(String roomId, String roomName, String appToken, String managementToken) {}

    private static void run(String[] args, ServerConfig config)
            throws IOException, InterruptedException {
        if (args.length > 1) {
            throw new ConfigException("Usage: rostra demo [<name or id of a room>]");
        }
        Stage stage;
        try (Database database = Stores.open(config)) {
            stage = stage(Stores.of(database, config), args.length == 0 ? "" : args[0]);
        }
        String server = config.localUrl(config.port());
        List<String> command = new ArrayList<>(List.of(Loader.load(ffmpeg.class)));
        command.addAll(List.of(TEST_PICTURE.split("\\s+")));
        try (HttpClient http = HttpClient.newHttpClient();
                var member = ChunkSender.connect(http, server, stage.appToken(), "Demo")) {
            member.join(stage.roomId());
            Process camera =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(camera::destroyForcibly));
            camera.getOutputStream().close();
            Thread.ofVirtual().start(() -> goLive(http, server, stage));
            try (InputStream media = camera.getInputStream()) {
                send(media, member);
            } finally {
                camera.destroyForcibly();
            }
        }
    }

    private static Stage stage(Stores stores, String name) {
        Workspace workspace = stores.workspaces().first();
        Room room = RoomCommand.find(stores.platform(), workspace, name);
        String role =
                stores.platform().rooms().templateOf(room).roles().values().stream()
                        .filter(each -> each.publishParams().allowed().contains("video"))
                        .map(Role::name)
                        .findFirst()
                        .orElseThrow(() ->
                                new ConfigException("Nobody may send video in " + room.name()));
        var issuer = new TokenIssuer(stores.platform().clock());
        return new Stage(
                room.id(),
                room.name(),
                issuer.app(workspace, room.id(), "demo", role, TokenIssuer.DAY),
                issuer.management(workspace, TokenIssuer.DAY));
    }

    private static void send(InputStream media, ChunkSender member)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[64 * 1024];
        boolean first = true;
        for (int length = media.read(buffer); length >= 0; length = media.read(buffer)) {
            member.send(Arrays.copyOf(buffer, length), first);
            first = false;
        }
    }

    private static void goLive(HttpClient http, String server, Stage stage) {
        try {
            HttpResponse<String> answer = start(http, server, stage);
            long until = System.nanoTime() + PATIENCE.toNanos();
            // Until its first picture has come, the stage is empty.
            while (answer.statusCode() == 409 && System.nanoTime() < until) {
                Thread.sleep(500);
                answer = start(http, server, stage);
            }
            Optional<String> playlist =
                    URL.matcher(answer.body()).results().map(found -> found.group(1)).findFirst();
            if (answer.statusCode() != 200) {
                System.err.println("It is on stage, but not live: " + answer.body());
                return;
            }
            System.out.printf(
                    "%s is live.%nWatch:    %s/join?room=%s&role=hls-viewer%nPlaylist: %s%nCtrl-C ends it.%n",
                    stage.roomName(), server, stage.roomId(), playlist.orElse("(not yet)"));
        } catch (IOException e) {
            System.err.println("It is on stage, but not live: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpResponse<String> start(HttpClient http, String server, Stage stage)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        server
                                                + "/v2/live-streams/room/"
                                                + stage.roomId()
                                                + "/start"))
                        .header("Authorization", "Bearer " + stage.managementToken())
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());
    }
}
