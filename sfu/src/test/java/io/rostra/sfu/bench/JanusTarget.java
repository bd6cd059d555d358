package io.rostra.sfu.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Janus with its VideoRoom plugin, as Debian packages it, configured for this run alone: ICE lite,
/// nothing but the HTTP transport on a port of its own. Its REST API is documented on the project's
/// site; events of all handles come by one long poll.
final class JanusTarget implements Target {

    private static final String ROOM = "4711";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final Process process;
    private final String root;
    private final String session;
    private final List<String> feeds = new ArrayList<>();
    private int transactions;

    JanusTarget() throws IOException {
        int port;
        try (var probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        root = "http://127.0.0.1:" + port + "/janus";
        folder = Files.createTempDirectory("janus");
        Files.writeString(
                folder.resolve("janus.jcfg"),
                """
                general: { configs_folder = "%s", session_timeout = 0, debug_level = 2 }
                nat: { ice_lite = true, ice_tcp = false, ice_ignore_list = "vmnet" }
                media: { ipv6 = false }
                plugins: { }
                """
                        .formatted(folder));
        Files.writeString(
                folder.resolve("janus.transport.http.jcfg"),
                "general: { json = \"compact\", base_path = \"/janus\", http = true, ip = \"127.0.0.1\", port = %d, https = false }\nadmin: { admin_http = false }\n"
                        .formatted(port));
        process =
                new ProcessBuilder(
                                Pinned.toServerCore(
                                        List.of(
                                                "janus",
                                                "-F",
                                                folder.toString(),
                                                "-C",
                                                folder.resolve("janus.jcfg").toString())))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        session = begin();
        String owner = attach();
        ask(
                session + "/" + owner,
                """
                {"janus":"message","transaction":"%s","body":{"request":"create","room":%s,"publishers":50,"bitrate":0,"audiocodec":"opus","videocodec":"h264"}}\
                """,
                ROOM);
    }

    private String begin() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return "/" + id(ask("", "{\"janus\":\"create\",\"transaction\":\"%s\"}"));
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                    throw new IOException(
                            "janus does not answer; it said: "
                                    + Files.readString(folder.resolve("log")),
                            e);
                }
            }
        }
    }

    private String attach() throws IOException {
        return id(
                ask(
                        session,
                        "{\"janus\":\"attach\",\"transaction\":\"%s\",\"plugin\":\"janus.plugin.videoroom\"}"));
    }

    /// @param body a format whose first argument is the transaction
    private String ask(String path, String body, Object... arguments) throws IOException {
        String transaction = "t" + transactions++;
        var all = new ArrayList<Object>(List.of(arguments));
        all.addFirst(transaction);
        var request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body.formatted(all.toArray())))
                        .build();
        String answer = send(request);
        if (answer.contains("\"error\"")) {
            throw new IOException("janus refuses: " + answer);
        }
        return answer.contains("\"ack\"") ? event(transaction) : answer;
    }

    private String event(String transaction) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var request = HttpRequest.newBuilder(URI.create(root + session + "?maxev=1")).build();
        while (System.nanoTime() - deadline < 0) {
            String event = send(request);
            if (event.contains("\"" + transaction + "\"")) {
                if (event.contains("\"error\"")) {
                    throw new IOException("janus refuses: " + event);
                }
                return event;
            }
        }
        throw new IOException("janus does not answer " + transaction);
    }

    private String send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String id(String answer) throws IOException {
        Matcher found = Pattern.compile("\"data\":\\{\"id\":(\\d+)").matcher(answer);
        if (!found.find()) {
            throw new IOException("no id in " + answer);
        }
        return found.group(1);
    }

    private static String found(String pattern, String text) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IOException("nothing like " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static String sdp(String event) throws IOException {
        return found("\"sdp\":\"([^\"]*)\"", event).replace("\\r\\n", "\r\n").replace("\\/", "/");
    }

    private static String quoted(String sdp) {
        return sdp.replace("\r\n", "\n").replace("\n", "\\r\\n");
    }

    @Override
    public String name() {
        return "janus";
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public int mediaPort() {
        return 0;
    }

    @Override
    public String publish(String videoTrack, String audioTrack, String offer) throws IOException {
        String event =
                ask(
                        session + "/" + attach(),
                        """
                        {"janus":"message","transaction":"%s","body":{"request":"joinandconfigure","room":%s,"ptype":"publisher"},"jsep":{"type":"offer","trickle":false,"sdp":"%s"}}\
                        """,
                        ROOM,
                        quoted(offer.replace("a=setup:actpass", "a=setup:active")));
        feeds.add(
                found("\"id\":(\\d+)", event.substring(event.indexOf("\"videoroom\":\"joined\""))));
        return sdp(event);
    }

    @Override
    public Subscription subscribe() throws IOException {
        String handle = attach();
        var streams = new ArrayList<String>();
        feeds.forEach(feed -> streams.add("{\"feed\":" + feed + "}"));
        String event =
                ask(
                        session + "/" + handle,
                        """
                        {"janus":"message","transaction":"%s","body":{"request":"join","room":%s,"ptype":"subscriber","streams":[%s]}}\
                        """,
                        ROOM,
                        String.join(",", streams));
        return new Subscription(handle, sdp(event));
    }

    @Override
    public void answer(Subscription subscription, String answer) throws IOException {
        ask(
                session + "/" + subscription.id(),
                """
                {"janus":"message","transaction":"%s","body":{"request":"start"},"jsep":{"type":"answer","trickle":false,"sdp":"%s"}}\
                """,
                quoted(answer));
    }

    @Override
    public long[] figures() {
        return new long[2];
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            System.err.println(folder + " is left behind: " + e);
        }
    }
}
