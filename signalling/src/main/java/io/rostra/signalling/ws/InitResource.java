package io.rostra.signalling.ws;

import io.rostra.platform.live.Intake;
import io.rostra.platform.room.Room;
import io.rostra.platform.token.AppToken;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.session.RoomSessions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /init`: tells a client where its WebSocket is. Here is where clients are refused, since an
/// SDK retries a refused WebSocket handshake for a minute without a pause.
///
/// Errors are `{"code":<int>,"message":"..."}` with the same HTTP status: 401 for a token that is
/// no good, 403 for a room that is disabled, full or lacks the role, 400 for one that is not there,
/// 503 for newcomers when the server takes none any more. While the server stops it is 404, which
/// lets clients that come back try again for a minute. Pages of other origins call this, so every
/// response allows them, errors included.
public final class InitResource {

    private static final Logger log = LoggerFactory.getLogger(InitResource.class);
    private static final String BEARER = "Bearer ";

    private final Admission admission;
    private final RoomSessions sessions;
    private final Origins origins;
    private final IceServers iceServers;

    public InitResource(
            Admission admission, RoomSessions sessions, Origins origins, IceServers iceServers) {
        this.admission = admission;
        this.sessions = sessions;
        this.origins = origins;
        this.iceServers = iceServers;
    }

    public void mount(Router router) {
        router.route(HttpMethod.OPTIONS, "/init").handler(this::preflight);
        router.get("/init").handler(this::init);
    }

    private void preflight(RoutingContext context) {
        allowOtherOrigins(context.response())
                .putHeader("Access-Control-Allow-Methods", "GET")
                .putHeader("Access-Control-Allow-Headers", "authorization, content-type")
                .putHeader("Access-Control-Allow-Private-Network", "true")
                .putHeader("Access-Control-Max-Age", "86400")
                .setStatusCode(204)
                .end();
    }

    private void init(RoutingContext context) {
        if (sessions.stopping()) {
            refuse(context, ErrorCode.NOT_FOUND, "The server is restarting");
            return;
        }
        Admission.Ticket ticket;
        Origin origin;
        try {
            ticket = admission.verify(bearer(context));
            origin =
                    origins.of(context.request())
                            .orElseThrow(() ->
                                    new RequestException(
                                            ErrorCode.BAD_REQUEST,
                                            "The request names no valid host"));
        } catch (RequestException e) {
            refuse(context, e.code(), e.reason());
            return;
        }
        AppToken token = ticket.token();
        String peerId = context.request().getParam("peer_id", "");
        sessions.knows(token.roomId(), peerId, token.raw())
                .thenCombine(
                        admission.place(token),
                        (known, placement) -> {
                            answer(context, ticket, peerId, known, placement, origin);
                            return placement;
                        })
                .exceptionally(failure -> {
                    log.error("init failed for {}", token, failure);
                    refuse(context, ErrorCode.INTERNAL, "The server failed to do this");
                    return null;
                });
    }

    private static @Nullable String bearer(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    /// @param known the peer is in the room and comes back
    private void answer(
            RoutingContext context,
            Admission.Ticket ticket,
            String peerId,
            boolean known,
            Admission.Placement placement,
            Origin origin) {
        switch (placement) {
            case Admission.Placement.Refused(var code, var reason) ->
                    refuse(context, ticket, peerId, code, reason);
            case Admission.Placement.Placed placed -> {
                String refusal = known ? null : placed.refusalOfNewcomer(ticket.token());
                if (!known && !sessions.admitting()) {
                    refuse(context, ticket, peerId, ErrorCode.UNAVAILABLE, Intake.CLOSED);
                } else if (refusal != null) {
                    refuse(context, ticket, peerId, ErrorCode.FORBIDDEN, refusal);
                } else if (!known && ticket.expired()) {
                    refuse(
                            context,
                            ticket,
                            peerId,
                            ErrorCode.UNAUTHORIZED,
                            "The token has expired");
                } else if (!known && sessions.full(placed.room().id())) {
                    refuse(context, ticket, peerId, ErrorCode.FORBIDDEN, "The room is full");
                } else {
                    respond(context, 200, configuration(origin, placed.room(), ticket.token()));
                }
            }
        }
    }

    /// In a room that is large by its owner's word, videos are offered when somebody looks at them.
    private JsonObject configuration(Origin origin, Room room, AppToken token) {
        JsonArray flags =
                JsonArray.of("nonWebRTCDisableOffer", "simulcast", "subscribeDegradation");
        if (room.options().largeRoom()) {
            flags.add("onDemandTracks");
        }
        return new JsonObject()
                .put("endpoint", origin.webSocketUrl() + SignallingEndpoint.PATH)
                .put(
                        "rtcConfiguration",
                        new JsonObject()
                                .put(
                                        "ice_servers",
                                        iceServers.forClient(token.userId(), Instant.now())))
                .put("config", new JsonObject().put("enabledFlags", flags));
    }

    private void refuse(
            RoutingContext context,
            Admission.Ticket ticket,
            String peerId,
            ErrorCode code,
            String reason) {
        admission.reportRefusal(ticket.token(), peerId, reason);
        refuse(context, code, reason);
    }

    private static void refuse(RoutingContext context, ErrorCode code, String reason) {
        log.info("init refused with {}: {}", code.code(), reason);
        respond(
                context,
                code.code(),
                new JsonObject().put("code", code.code()).put("message", reason));
    }

    private static void respond(RoutingContext context, int status, JsonObject body) {
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.closed()) {
            allowOtherOrigins(response)
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(body.toBuffer());
        }
    }

    private static HttpServerResponse allowOtherOrigins(HttpServerResponse response) {
        return response.putHeader("Access-Control-Allow-Origin", "*");
    }
}
