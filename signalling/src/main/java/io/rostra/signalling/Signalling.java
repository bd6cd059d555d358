package io.rostra.signalling;

import io.rostra.platform.live.ActiveRooms;
import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.Intake;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.template.TemplateListener;
import io.rostra.platform.token.TokenVerifier;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.TransportOptions;
import io.rostra.signalling.external.ExternalPeers;
import io.rostra.signalling.session.RoomPorts;
import io.rostra.signalling.session.RoomSessions;
import io.rostra.signalling.ws.Admission;
import io.rostra.signalling.ws.InitResource;
import io.rostra.signalling.ws.KeepAlive;
import io.rostra.signalling.ws.Origins;
import io.rostra.signalling.ws.SignallingEndpoint;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.InstantSource;

/// The signalling of this process: routes for the HTTP server and the sessions behind them.
/// Thread-safe.
public final class Signalling implements AutoCloseable {

    /// Type of the message by which peers hear that the server is about to stop. No chat shows it.
    static final String STOPPING = "server-stopping";

    private final Origins origins;
    private final RoomSessions sessions;
    private final ExternalPeers externalPeers;
    private final InitResource init;
    private final SignallingEndpoint endpoint;

    public Signalling(
            SignallingConfig config,
            Sfu sfu,
            RoomDirectory rooms,
            TokenVerifier tokens,
            Broadcasts broadcasts) {
        this(config, sfu, rooms, tokens, RoomPorts.of(broadcasts));
    }

    /// @param events hears what happens in the rooms
    public Signalling(
            SignallingConfig config,
            Sfu sfu,
            RoomDirectory rooms,
            TokenVerifier tokens,
            Broadcasts broadcasts,
            RoomEvents events) {
        this(config, sfu, rooms, tokens, RoomPorts.of(broadcasts).withEvents(events));
    }

    /// Blocks while it reads what is left of sessions before a restart.
    public Signalling(
            SignallingConfig config,
            Sfu sfu,
            RoomDirectory rooms,
            TokenVerifier tokens,
            RoomPorts ports) {
        this(
                config,
                KeepAlive.DEFAULT,
                new RoomSessions(sfu, ports, rooms, InstantSource.system(), config.session()),
                rooms,
                tokens,
                ports.events());
    }

    Signalling(
            SignallingConfig config,
            KeepAlive keepAlive,
            RoomSessions sessions,
            RoomDirectory rooms,
            TokenVerifier tokens,
            RoomEvents events) {
        this.origins = new Origins(config.publicUrl(), config.advertisedAddresses());
        var admission = new Admission(rooms, tokens, events);
        this.sessions = sessions;
        this.externalPeers = new ExternalPeers(admission, sessions);
        this.init = new InitResource(admission, sessions, origins, config.iceServers());
        this.endpoint = new SignallingEndpoint(admission, sessions, origins, keepAlive);
    }

    /// Sets what the WebSockets need of the HTTP server that [#mount] is used with.
    public static HttpServerOptions configure(HttpServerOptions options) {
        return SignallingEndpoint.configure(options);
    }

    public void mount(Router router) {
        init.mount(router);
        endpoint.mount(router);
    }

    public ActiveRooms activeRooms() {
        return sessions;
    }

    /// Origin by which a client reached this server, such as `https://live.example.org:8443`; empty
    /// when the request names no host that could be one.
    public String originOf(HttpServerRequest request) {
        return origins.httpUrlOf(request);
    }

    /// The addresses by which whoever sent the request reaches the media port.
    public TransportOptions transportOptionsOf(HttpServerRequest request) {
        return origins.transportOptions(request, request.connection().localAddress());
    }

    /// Tells running rooms of edits of their template.
    public TemplateListener templateListener() {
        return sessions::onTemplateChanged;
    }

    public LiveRooms liveRooms() {
        return sessions.liveRooms();
    }

    /// Where peers that come by another protocol take part.
    public ExternalPeers externalPeers() {
        return externalPeers;
    }

    /// For [Intake]: lets nobody new in while it is closed, and tells those who are in.
    public void follow(Intake intake) {
        sessions.admit(intake.isOpen());
        intake.listen(open -> {
            sessions.admit(open);
            if (!open) {
                sessions.tellAll(STOPPING, "The server is about to stop.");
            }
        });
    }

    /// Ends the sessions and closes their sockets; clients then try for a minute to come back.
    @Override
    public void close() {
        sessions.close();
    }
}
