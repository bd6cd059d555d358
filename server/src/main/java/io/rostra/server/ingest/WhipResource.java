package io.rostra.server.ingest;

import io.rostra.platform.store.StreamKeyStore;
import io.rostra.signalling.ws.IceServers;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/whip`: publishing by one HTTP request (RFC 9725). The bearer token is a room's stream key or
/// an app token; a program that knows no token puts the key in the path, `/whip/<stream key>`.
/// Thread-safe.
public final class WhipResource {

    private static final Logger log = LoggerFactory.getLogger(WhipResource.class);

    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final String BEARER = "Bearer ";
    private static final String SESSIONS = "/whip/sessions/";
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_NAME = 128;
    private static final Pattern ROOM_ID = Pattern.compile("[0-9a-f]{24}");

    private final Passes passes;
    private final Pushes pushes;
    private final Reach reach;
    private final IceServers iceServers;
    private final Map<String, WhipSession> sessions = new ConcurrentHashMap<>();

    /// By which origin and addresses whoever sent a request reaches this server.
    public interface Reach {
        String origin(HttpServerRequest request);

        List<String> addresses(HttpServerRequest request);
    }

    public WhipResource(Passes passes, Pushes pushes, Reach reach, IceServers iceServers) {
        this.passes = passes;
        this.pushes = pushes;
        this.reach = reach;
        this.iceServers = iceServers;
    }

    public void mount(Router router) {
        router.route(HttpMethod.OPTIONS, "/whip*").handler(WhipResource::preflight);
        router.patch(SESSIONS + ":id").handler(this::patch);
        router.delete(SESSIONS + ":id").handler(this::delete);
        router.post("/whip").handler(this::post);
        router.post("/whip/:room").handler(this::post);
        // The other methods are kept free (RFC 9725 section 4.2).
        router.route("/whip*")
                .handler(context ->
                        refuse(context, 405, "Send an SDP offer to /whip by POST, as WHIP does."));
    }

    private static void preflight(RoutingContext context) {
        allowOtherOrigins(context.response())
                .putHeader("Access-Control-Allow-Methods", "POST, PATCH, DELETE, OPTIONS")
                .putHeader("Access-Control-Allow-Headers", "authorization, content-type, if-match")
                .putHeader("Access-Control-Allow-Private-Network", "true")
                .putHeader("Access-Control-Max-Age", "86400")
                .putHeader("Accept-Post", SDP)
                .setStatusCode(204)
                .end();
    }

    private void post(RoutingContext context) {
        String place = Optional.ofNullable(context.pathParam("room")).orElse("");
        boolean keyInPath = place.startsWith(StreamKeyStore.PREFIX);
        String credential = keyInPath ? place : bearer(context.request());
        if (credential.isEmpty()) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(
                    context,
                    401,
                    "There is no bearer token: give the room's stream key, or an app token.");
            return;
        }
        if (!isOf(context, SDP)) {
            refuse(context, 415, "WHIP sends an offer as " + SDP);
            return;
        }
        String name = context.request().getParam("name", "");
        if (name.length() > MAX_NAME) {
            refuse(context, 400, "name may have " + MAX_NAME + " characters");
            return;
        }
        read(
                context,
                offer -> {
                    String room = keyInPath ? "" : place;
                    String origin = reach.origin(context.request());
                    List<String> addresses = reach.addresses(context.request());
                    finish(
                            context,
                            check(credential, room)
                                    .thenCompose(pass ->
                                            publish(
                                                    name.isEmpty() ? pass : pass.named(name),
                                                    offer,
                                                    origin,
                                                    addresses)),
                            session -> created(context, session));
                });
    }

    /// On a virtual thread.
    private CompletableFuture<Pass> check(String credential, String room) {
        var result = new CompletableFuture<Pass>();
        Thread.ofVirtual()
                .name("whip")
                .start(() -> {
                    try {
                        Pass pass = passes.toPush(credential);
                        if (!room.isEmpty() && !room.equals(pass.token().roomId())) {
                            throw new RefusedException(
                                    ROOM_ID.matcher(room).matches() ? 403 : 404,
                                    "The token or key is for another room than the path names.");
                        }
                        result.complete(pass);
                    } catch (RefusedException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    private CompletableFuture<WhipSession> publish(
            Pass pass, String text, String origin, List<String> addresses) {
        WhipOffer offer;
        try {
            offer = WhipOffer.read(text, kind -> WhipSession.allowed(pass, kind));
        } catch (RefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
        return pushes.enter(
                pass,
                origin,
                seat -> {
                    var session =
                            new WhipSession(
                                    seat, offer, addresses, over -> sessions.remove(over.id()));
                    sessions.put(session.id(), session);
                    return session;
                });
    }

    private void created(RoutingContext context, WhipSession session) {
        HttpServerResponse response =
                allowOtherOrigins(context.response())
                        .setStatusCode(201)
                        .putHeader("Content-Type", SDP)
                        .putHeader("Location", SESSIONS + session.id())
                        .putHeader("ETag", session.etag())
                        .putHeader("Accept-Patch", FRAGMENT)
                        .putHeader("Cache-Control", "no-store");
        links(iceServers.forClient(session.id(), Instant.now()), response);
        response.end(session.answer());
    }

    /// STUN and TURN servers (RFC 9725 section 4.6).
    private static void links(JsonArray servers, HttpServerResponse response) {
        for (int i = 0; i < servers.size(); i++) {
            JsonObject server = servers.getJsonObject(i);
            String credentials =
                    server.containsKey("username")
                            ? "; username=\"%s\"; credential=\"%s\"; credential-type=\"password\""
                                    .formatted(
                                            server.getString("username"),
                                            server.getString("credential"))
                            : "";
            for (Object url : server.getJsonArray("urls")) {
                response.headers().add("Link", "<" + url + ">; rel=\"ice-server\"" + credentials);
            }
        }
    }

    /// Candidates of the client need no answer: this side never checks. A restart of ICE, which
    /// says `If-Match: *`, gets new credentials (RFC 9725 section 4.3.3).
    private void patch(RoutingContext context) {
        WhipSession session = sessions.get(context.pathParam("id"));
        if (session == null) {
            refuse(context, 404, "There is no such session.");
            return;
        }
        if (!isOf(context, FRAGMENT)) {
            refuse(context, 415, "A session is changed by " + FRAGMENT);
            return;
        }
        String match = context.request().getHeader("If-Match");
        if (match == null) {
            refuse(context, 428, "If-Match is missing: the session's ETag, or * to restart ICE.");
            return;
        }
        boolean restart = match.strip().equals("*");
        if (!restart && !match.strip().equals(session.etag())) {
            refuse(context, 412, "The ICE session is another one by now.");
            return;
        }
        read(
                context,
                fragment -> {
                    if (!fragment.contains("a=ice-ufrag:")) {
                        refuse(context, 400, "The fragment has no a=ice-ufrag.");
                    } else if (restart) {
                        finish(
                                context,
                                session.restartIce(),
                                renewed ->
                                        allowOtherOrigins(context.response())
                                                .putHeader("Content-Type", FRAGMENT)
                                                .putHeader("ETag", session.etag())
                                                .end(renewed));
                    } else {
                        allowOtherOrigins(context.response()).setStatusCode(204).end();
                    }
                });
    }

    private void delete(RoutingContext context) {
        WhipSession session = sessions.get(context.pathParam("id"));
        if (session == null) {
            refuse(context, 404, "There is no such session.");
            return;
        }
        session.delete();
        allowOtherOrigins(context.response()).end();
    }

    private static String bearer(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : "";
    }

    private static boolean isOf(RoutingContext context, String type) {
        String sent = context.request().getHeader("Content-Type");
        return sent != null && sent.split(";", 2)[0].strip().equalsIgnoreCase(type);
    }

    private static void read(RoutingContext context, Consumer<String> then) {
        HttpServerRequest request = context.request();
        Buffer body = Buffer.buffer();
        request.exceptionHandler(_ -> {});
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= MAX_BODY) {
                body.appendBuffer(chunk);
            } else {
                request.handler(null).endHandler(null);
                refuse(context, 413, "A description may have " + MAX_BODY + " bytes.");
            }
        });
        request.endHandler(_ -> then.accept(body.toString(StandardCharsets.UTF_8)));
    }

    /// Answers on the request's own loop.
    private static <T> void finish(
            RoutingContext context, CompletableFuture<T> result, Consumer<T> answer) {
        Context loop = context.vertx().getOrCreateContext();
        result.whenComplete((value, failure) ->
                loop.runOnContext(_ -> {
                    if (failure == null) {
                        if (!context.response().closed()) {
                            answer.accept(value);
                        }
                    } else if (Pushes.cause(failure) instanceof RefusedException refusal) {
                        refuse(context, refusal.status(), refusal.sentence());
                    } else {
                        log.error("A WHIP request failed by a fault of ours", failure);
                        refuse(context, 500, "The server failed to do this.");
                    }
                }));
    }

    private static void refuse(RoutingContext context, int status, String sentence) {
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.closed()) {
            log.info("WHIP refused with {}: {}", status, sentence);
            allowOtherOrigins(response)
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(new JsonObject().put("code", status).put("message", sentence).toBuffer());
        }
    }

    private static HttpServerResponse allowOtherOrigins(HttpServerResponse response) {
        return response.putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Expose-Headers", "Location, ETag, Link, Accept-Patch");
    }
}
