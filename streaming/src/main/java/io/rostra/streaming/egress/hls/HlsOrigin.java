package io.rostra.streaming.egress.hls;

import io.rostra.streaming.egress.hls.MediaPlaylist.Skip;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Serves all live streams of a server under `/hls/{stream}/`: playlists with blocking reload,
/// media from memory. A file name is only ever a key of a map, so there is no path to traverse.
/// Thread-safe.
public final class HlsOrigin {

    private static final int MAX_HELD_REQUESTS = 20_000;

    /// Bis section 6.2.5.2: a blocking request is given up after three target durations.
    private static final int TIMEOUT_TARGETS = 3;

    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";
    private static final String WEBVTT_TYPE = "text/vtt; charset=utf-8";
    private static final String DASH_TYPE = "application/dash+xml";
    private static final String IMMUTABLE = "public, max-age=3600, immutable";

    /// Measured figures in it change; a player asks once.
    private static final String MASTER_CACHING = "no-cache";

    /// Half a target duration, and what a blocking request got stays true for longer (bis appendix
    /// B).
    private static final String PLAYLIST_CACHING = "public, max-age=1";

    private static final String BLOCKING_PLAYLIST_CACHING = "public, max-age=12";

    private final Vertx vertx;
    private final HeldRequests held;
    private final Map<String, HlsStream> streams = new ConcurrentHashMap<>();

    public HlsOrigin(Vertx vertx) {
        this.vertx = vertx;
        this.held = new HeldRequests(vertx, MAX_HELD_REQUESTS);
    }

    public void mount(Router router) {
        router.route("/hls/:stream/:file").handler(this::handle);
    }

    /// Makes a stream fetchable, until a while after it is closed.
    public void add(HlsStream stream) {
        streams.put(stream.id(), stream);
        stream.whenClosed(() -> vertx.setTimer(HlsStream.KEPT.toMillis(), _ -> settle(stream)));
    }

    private void settle(HlsStream stream) {
        long left = stream.keptFor().minus(HlsStream.KEPT).toMillis();
        if (left <= 0) {
            remove(stream);
            return;
        }
        stream.moveToDisk();
        vertx.setTimer(left, _ -> remove(stream));
    }

    private void remove(HlsStream stream) {
        streams.remove(stream.id());
        stream.discard();
    }

    /// Whether there is still something to fetch of the stream with this id.
    public boolean serves(String streamId) {
        return streams.containsKey(streamId);
    }

    /// Requests that wait for something to be published.
    int heldRequests() {
        return held.count();
    }

    private void handle(RoutingContext request) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        HttpMethod method = request.request().method();
        if (method.equals(HttpMethod.OPTIONS)) {
            preflight(response);
        } else if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS");
            refuse(request, METHOD_NOT_ALLOWED);
        } else {
            HlsStream stream = streams.get(request.pathParam("stream"));
            if (stream == null) {
                refuse(request, NOT_FOUND);
            } else {
                serve(request, stream, request.pathParam("file"));
            }
        }
    }

    private static void preflight(HttpServerResponse response) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS");
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "*");
        response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
        response.setStatusCode(NO_CONTENT).end();
    }

    private void serve(RoutingContext request, HlsStream stream, String file) {
        String master = stream.masterPlaylist();
        if (master == null) {
            refuse(request, NOT_FOUND);
            return;
        }
        if (file.equals(HlsStream.MASTER)) {
            sendPlaylist(request, RenderedPlaylist.of(master), MASTER_CACHING);
            return;
        }
        if (file.equals(HlsStream.DASH)) {
            String manifest = stream.dashManifest(Instant.now());
            if (manifest != null) {
                sendText(request, RenderedPlaylist.of(manifest), DASH_TYPE, PLAYLIST_CACHING);
                return;
            }
        }
        if (file.startsWith(CaptionTrack.NAME)) {
            serveCaptions(request, stream, file);
            return;
        }
        for (Rendition rendition : stream.renditions()) {
            if (file.equals(rendition.playlist().settings().uri())) {
                servePlaylist(request, stream, rendition);
                return;
            }
            if (rendition.owns(file)) {
                serveMedia(request, rendition, file);
                return;
            }
        }
        refuse(request, NOT_FOUND);
    }

    private void servePlaylist(RoutingContext request, HlsStream stream, Rendition rendition) {
        PlaylistRequest directives = PlaylistRequest.parse(request.queryParams());
        if (directives == null) {
            refuse(request, BAD_REQUEST);
            return;
        }
        PlaylistPosition wanted = directives.wanted();
        Skip skip = directives.skip();
        if (wanted == null) {
            sendPlaylist(request, stream.rendered(rendition, skip), PLAYLIST_CACHING);
            return;
        }
        if (rendition.playlist().isBeyondReach(wanted)) {
            refuse(request, BAD_REQUEST);
            return;
        }
        held.answerWhen(
                () -> rendition.playlist().contains(wanted),
                rendition.blockingReload(),
                request,
                timeoutMillis(rendition),
                () ->
                        sendPlaylist(
                                request,
                                stream.rendered(rendition, skip),
                                BLOCKING_PLAYLIST_CACHING));
    }

    /// Segments have the numbers of the video's, so a reload waits for those.
    private void serveCaptions(RoutingContext request, HlsStream stream, String file) {
        String segment = stream.captionSegment(file);
        if (segment != null) {
            sendText(request, RenderedPlaylist.of(segment), WEBVTT_TYPE, IMMUTABLE);
            return;
        }
        PlaylistRequest directives = PlaylistRequest.parse(request.queryParams());
        if (directives == null || !file.equals(CaptionTrack.URI)) {
            refuse(request, directives == null ? BAD_REQUEST : NOT_FOUND);
            return;
        }
        Rendition video = stream.videoRendition();
        PlaylistPosition wanted = directives.wanted();
        if (wanted == null) {
            sendCaptions(request, video, PLAYLIST_CACHING);
            return;
        }
        var whole = new PlaylistPosition(wanted.number(), PlaylistPosition.WHOLE_SEGMENT);
        if (video.playlist().isBeyondReach(whole)) {
            refuse(request, BAD_REQUEST);
            return;
        }
        held.answerWhen(
                () -> video.playlist().contains(whole),
                video.blockingReload(),
                request,
                timeoutMillis(video),
                () -> sendCaptions(request, video, BLOCKING_PLAYLIST_CACHING));
    }

    private static void sendCaptions(RoutingContext request, Rendition video, String caching) {
        sendPlaylist(
                request, RenderedPlaylist.of(CaptionTrack.playlist(video.playlist())), caching);
    }

    /// A part that was hinted at is worth waiting for (bis section 6.2.6); everything else is there
    /// or is not.
    private void serveMedia(RoutingContext request, Rendition rendition, String file) {
        Buffer content = rendition.file(file);
        if (content != null) {
            sendMedia(request, rendition, file, content);
            return;
        }
        if (!rendition.isHinted(file)) {
            // It may have been published between the two looks.
            sendMedia(request, rendition, file, rendition.file(file));
            return;
        }
        held.answerWhen(
                () -> !rendition.isHinted(file),
                rendition.blockingReload(),
                request,
                timeoutMillis(rendition),
                () -> sendMedia(request, rendition, file, rendition.file(file)));
    }

    private static long timeoutMillis(Rendition rendition) {
        return TIMEOUT_TARGETS * 1000L * rendition.playlist().settings().targetDuration();
    }

    private static void sendMedia(
            RoutingContext request, Rendition rendition, String file, @Nullable Buffer content) {
        HttpServerResponse response = request.response();
        Path stored = rendition.storedFile(file);
        if (content == null && stored == null) {
            refuse(request, NOT_FOUND);
            return;
        }
        response.putHeader(HttpHeaders.CACHE_CONTROL, IMMUTABLE);
        response.putHeader(HttpHeaders.CONTENT_TYPE, rendition.contentType());
        if (content != null) {
            send(request, content);
        } else if (stored != null) {
            sendFile(request, stored);
        }
    }

    private static void sendFile(RoutingContext request, Path file) {
        if (request.request().method().equals(HttpMethod.HEAD)) {
            long length = file.toFile().length();
            request.response().putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length)).end();
            return;
        }
        request.response()
                .sendFile(file.toString())
                .onFailure(_ -> {
                    if (!request.response().headWritten()) {
                        request.response().headers().remove(HttpHeaders.CONTENT_TYPE);
                        refuse(request, NOT_FOUND);
                    }
                });
    }

    private static void sendPlaylist(
            RoutingContext request, RenderedPlaylist playlist, String caching) {
        sendText(request, playlist, PLAYLIST_TYPE, caching);
    }

    private static void sendText(
            RoutingContext request, RenderedPlaylist playlist, String type, String caching) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, caching);
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        String accepted = request.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            send(request, playlist.gzip());
        } else {
            send(request, playlist.plain());
        }
    }

    /// Not by [RoutingContext#fail], which logs what clients do wrong as our errors.
    static void refuse(RoutingContext request, int status) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        request.response().setStatusCode(status).end();
    }

    private static void send(RoutingContext request, Buffer content) {
        HttpServerResponse response = request.response();
        if (request.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()));
            response.end();
        } else {
            response.end(content);
        }
    }
}
