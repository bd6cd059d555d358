package io.rostra.platform.api;

import io.rostra.platform.live.Recordings;
import io.rostra.platform.operator.Operator;
import io.rostra.platform.store.AuditStore;
import io.rostra.platform.store.OperatorStore.Session;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.token.AppToken;
import io.rostra.platform.token.JwtTokenVerifier;
import io.rostra.platform.token.ManagementToken;
import io.rostra.platform.token.TokenException;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.token.WrongTokenTypeException;
import io.rostra.platform.webhook.LinkSigner;
import io.rostra.platform.workspace.Workspaces;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Every HTTP route of the platform, in one list.
public final class PlatformApi {

    private static final String BEARER = "Bearer ";

    private final JwtTokenVerifier verifier;
    private final RequestThreads threads = new RequestThreads();
    private final Json json = Json.snakeCase();
    private final ReplyWriter templateReplies = new ReplyWriter(Json.camelCase(), ErrorView::of);
    private final ReplyWriter replies = new ReplyWriter(json, ErrorView::of);
    private final RoomsResource rooms;
    private final RoomCodesResource codes;
    private final CodeTokenResource codeToken;
    private final LayoutsResource layouts;
    private final TemplatesResource templates;
    private final StarterKitsResource kits;
    private final ActiveRoomsResource activeRooms;
    private final SessionsResource sessions;
    private final LiveStreamsResource liveStreams;
    private final WebhooksResource webhooks;
    private final AnalyticsResource analytics;
    private final ClientReportsResource reports;
    private final ExportsResource exports;
    private final DrainResource drain;
    private final MissingEngines missing;
    private final WorkspaceResource workspace;
    private final AuditStore audit;
    private final TokenEndpoint tokenEndpoint;
    private final AppConfigResource appConfig;
    private final Workspaces workspaces;
    private final OperatorGate gate;
    private final Routes management = new Routes();
    private final Routes dashboard = new Routes();
    private final ReplayResource replay;
    private @Nullable RecordingAssetsResource assets;

    /// @param publicUrl where others reach the server, or empty
    /// @param rtmpPort where it takes pushes by RTMP
    public PlatformApi(
            PlatformStores stores,
            Workspaces workspaces,
            LivePorts live,
            JwtTokenVerifier verifier,
            TokenIssuer issuer,
            GuestPolicy guests,
            String publicUrl,
            int rtmpPort) {
        this.verifier = verifier;
        this.rooms = new RoomsResource(stores.rooms(), stores.templates(), live.intake(), json);
        this.codes = new RoomCodesResource(stores.codes(), stores.rooms(), json);
        this.codeToken =
                new CodeTokenResource(stores.codes(), stores.rooms(), workspaces, issuer, json);
        this.layouts = new LayoutsResource(stores.rooms());
        this.templates = new TemplatesResource(stores.templates(), json);
        this.kits = new StarterKitsResource(stores.templates(), stores.rooms(), json);
        this.activeRooms = new ActiveRoomsResource(stores, live, json);
        this.sessions = new SessionsResource(stores.sessions(), stores.quality());
        this.liveStreams = new LiveStreamsResource(stores, live, json);
        this.webhooks = new WebhooksResource(stores.webhooks(), stores.clock(), json);
        this.analytics = new AnalyticsResource(stores, live.memory());
        this.reports = new ClientReportsResource(live.memory(), stores.clock(), json);
        this.exports = new ExportsResource(stores, live, json);
        this.drain = new DrainResource(live.intake(), workspaces);
        this.workspace = new WorkspaceResource(stores, workspaces, json);
        this.audit = stores.audit();
        this.missing = new MissingEngines(stores.rooms());
        this.tokenEndpoint =
                new TokenEndpoint(
                        workspaces, stores.workspaces(), stores.rooms(), issuer, guests, json);
        this.appConfig =
                new AppConfigResource(
                        workspaces,
                        stores.workspaces(),
                        stores.rooms(),
                        stores.codes(),
                        guests,
                        publicUrl);
        this.workspaces = workspaces;
        var operator = new Operator(stores);
        this.gate = new OperatorGate(operator, threads, replies);
        addDashboard(stores, live, new LoginResource(operator, workspaces, stores.clock(), json));
        addRooms();
        addStreamKeys(
                new StreamKeysResource(stores.rooms(), stores.streamKeys(), publicUrl, rtmpPort));
        addTemplates();
        addLive();
        addAnalytics();
        addPolls(new PollsResource(stores.polls(), live.memory(), json));
        live.recordings()
                .ifPresent(recordings -> addRecordings(stores, live, recordings, workspaces));
        live.pushes()
                .ifPresent(pushes ->
                        addExternalStreams(
                                new ExternalStreamsResource(stores, live, pushes, json)));
        addMissing(live.recordings().isPresent(), live.pushes().isPresent());
        this.replay = new ReplayResource(stores.rooms(), live, assets);
    }

    public void mount(Router router) {
        router.get("/app/config").handler(open(appConfig::handle));
        router.get("/app/replay").handler(context -> asClient(context, replay::handle));

        router.route("/hmsapi/:subdomain/api/token").handler(new Cors());
        router.post("/hmsapi/:subdomain/api/token")
                .handler(
                        new ApiHandler(
                                threads,
                                new ReplyWriter(json, TokenEndpoint.Refused::of),
                                tokenEndpoint::handle));

        router.get("/recordings/:file").handler(this::download);
        new ApiDocs().mount(router);

        router.route("/v2/token").handler(new Cors());
        router.post("/v2/token").handler(open(codeToken::handle));

        router.route("/v2/layouts/ui").handler(new Cors());
        router.get("/v2/layouts/ui").handler(context -> asClient(context, layouts::handle));

        router.route("/v2/client/*").handler(new Cors());
        router.post("/v2/client/report").handler(this::report);
        router.post("/v2/client/feedback").handler(PlatformApi::acceptAndDrop);
        router.post("/v2/sip/dtmf").handler(context -> asClient(context, MissingEngines::noSip));

        management.mount(router);
        dashboard.mount(router);
    }

    /// The routes that need a management token, such as `GET /v2/rooms/{room_id}`.
    List<String> managementRoutes() {
        return management.names();
    }

    /// Calls that take the token of a client.
    private void asClient(RoutingContext context, Function<AppToken, ApiReply> endpoint) {
        asClient(context, (caller, _) -> endpoint.apply(caller));
    }

    private void asClient(
            RoutingContext context, BiFunction<AppToken, ApiRequest, ApiReply> endpoint) {
        try {
            AppToken caller = verifier.verifyApp(bearer(context));
            open(request -> endpoint.apply(caller, request)).handle(context);
        } catch (TokenException e) {
            replies.refuse(context, ApiError.UNAUTHENTICATED, e.getMessage());
        }
    }

    /// A client sends again what is refused, so that a report without a good token is dropped
    /// instead.
    private void report(RoutingContext context) {
        try {
            AppToken caller = verifier.verifyApp(bearer(context));
            open(request -> reports.handle(caller, request)).handle(context);
        } catch (TokenException _) {
            acceptAndDrop(context);
        }
    }

    private void addRooms() {
        String room = "/v2/rooms/{room_id}";
        String code = "/v2/room-codes/room/{room_id}";
        management
                .post("/v2/rooms", managed(rooms::create))
                .get("/v2/rooms", managed(rooms::list))
                .get(room, managed(rooms::get))
                .post(room, managed(rooms::update))
                .post(code, managed(codes::create))
                .get(code, managed(codes::list))
                .post(code + "/role/{role}", managed(codes::createForRole))
                .post("/v2/room-codes/code", managed(codes::enable));
    }

    private void addStreamKeys(StreamKeysResource keys) {
        String key = "/v2/stream-keys/room/{room_id}";
        management
                .post(key, managed(keys::create))
                .get(key, managed(keys::list))
                .post(key + "/disable", managed(keys::disable));
    }

    private void addTemplates() {
        String one = "/v2/templates/{template_id}";
        String role = one + "/roles/{role_name}";
        management
                .post("/v2/templates", templating(templates::create))
                .get("/v2/templates", templating(templates::list))
                .get(one, templating(templates::get))
                .post(one, templating(templates::replace))
                .get(role, templating(templates::role))
                .post(role, templating(templates::putRole))
                .delete(role, templating(templates::deleteRole))
                .get(one + "/settings", templating(templates::settings))
                .post(one + "/settings", templating(templates::putSettings))
                .get(one + "/destinations", templating(templates::destinations))
                .post(one + "/destinations", templating(templates::putDestinations))
                .get(one + "/recordings", templating(templates::recordings))
                .post(one + "/recordings", templating(templates::putRecordings))
                .get("/v2/starter-kits", templating(kits::list))
                .post("/v2/starter-kits/{kit}", templating(kits::deploy));
    }

    private void addLive() {
        String active = "/v2/active-rooms/{room_id}";
        String stream = "/v2/live-streams/{stream_id}";
        management
                .get(active, managed(activeRooms::get))
                .get(active + "/peers", managed(activeRooms::peers))
                .get(active + "/peers/{peer_id}", managed(activeRooms::peer))
                .post(active + "/peers/{peer_id}", managed(activeRooms::updatePeer))
                .post(active + "/send-message", managed(activeRooms::sendMessage))
                .post(active + "/remove-peers", managed(activeRooms::removePeers))
                .post(active + "/end-room", managed(activeRooms::endRoom))
                .get("/v2/sessions", managed(sessions::list))
                .get("/v2/sessions/{session_id}", managed(sessions::get))
                .get("/v2/sessions/{session_id}/quality", managed(sessions::quality))
                .post("/v2/live-streams/room/{room_id}/start", managed(liveStreams::start))
                .post("/v2/live-streams/room/{room_id}/stop", managed(liveStreams::stopAll))
                .get("/v2/live-streams", managed(liveStreams::list))
                .get(stream, managed(liveStreams::get))
                .post(stream + "/stop", managed(liveStreams::stop))
                .get(stream + "/audience", managed(liveStreams::audience))
                .post(stream + "/timed-metadata", managed(liveStreams::timedMetadata))
                .post(stream + "/pause-recording", managed(liveStreams::pauseRecording))
                .post(stream + "/resume-recording", managed(liveStreams::resumeRecording));
    }

    private void addAnalytics() {
        String replay = "/v2/analytics/webhooks/replay";
        management
                .get("/v2/webhook", managed(webhooks::target))
                .post("/v2/webhook", managed(webhooks::setTarget))
                .delete("/v2/webhook", managed(webhooks::removeTarget))
                .get("/v2/analytics/webhooks", managed(webhooks::log))
                .post(replay, managed(webhooks::replay))
                .post("/v2/analytics/events/webhooks/replay", managed(webhooks::replay))
                .get(replay + "/{workflow_id}", managed(webhooks::replayState))
                .get("/v2/workspace", managed(workspace::get))
                .get("/v2/workspace/token-endpoint", managed(workspace::tokenEndpoint))
                .post("/v2/workspace/token-endpoint", managed(workspace::setTokenEndpoint))
                .post("/v2/workspace/keys/rotate", managed(workspace::rotateKeys))
                .get("/v2/audit-log", managed(workspace::auditLog))
                .get("/v2/exports/{kind}", managed(exports::export))
                .get("/v2/drain", managed(drain::get))
                .post("/v2/drain", managed(drain::begin))
                .delete("/v2/drain", managed(drain::end))
                .get("/v2/analytics/events", managed(analytics::events))
                .get("/v2/analytics/peer-stats", managed(analytics::peerStats));
    }

    private void addPolls(PollsResource polls) {
        String poll = "/v2/polls/{poll_id}";
        String question = poll + "/questions/{question_id}";
        String option = question + "/options/{option_id}";
        management
                .post("/v2/polls", managed(polls::create))
                .get(poll, managed(polls::get))
                .post(poll, managed(polls::replace))
                .post(question, managed(polls::putQuestion))
                .delete(question, managed(polls::deleteQuestion))
                .post(option, managed(polls::putOption))
                .delete(option, managed(polls::deleteOption))
                .get(poll + "/sessions", managed(polls::sessions))
                .get(poll + "/sessions/{session_id}", managed(polls::session))
                .get(poll + "/responses", managed(polls::responses))
                .get(poll + "/responses/{id}", managed(polls::response))
                .get(poll + "/results", managed(polls::results))
                .get(poll + "/results/{id}", managed(polls::result));
    }

    private void addRecordings(
            PlatformStores stores, LivePorts live, Recordings recordings, Workspaces workspaces) {
        var files =
                new RecordingAssetsResource(
                        stores.rooms(),
                        recordings,
                        new LinkSigner(() -> workspaces.first().keys().secret()),
                        stores.clock());
        var resource =
                new RecordingsResource(stores.rooms(), live.rooms(), recordings, files, json);
        var clips = new ClipsResource(stores.rooms(), live.rooms(), recordings, files, json);
        String room = "/v2/recordings/room/{room_id}";
        String asset = "/v2/recording-assets/{id}";
        management
                .post(room + "/start", managed(resource::start))
                .post(room + "/stop", managed(resource::stopAll))
                .post(room + "/pause", managed(resource::pause))
                .post(room + "/resume", managed(resource::resume))
                .get("/v2/recordings", managed(resource::list))
                .get("/v2/recordings/{id}", managed(resource::get))
                .post("/v2/recordings/{id}/stop", managed(resource::stop))
                .get("/v2/recording-assets", managed(files::list))
                .get(asset, managed(files::get))
                .get(asset + "/presigned-url", managed(files::link))
                .post(asset + "/clips", managed(clips::ofRecording))
                .post("/v2/live-streams/room/{room_id}/clips", managed(clips::ofLive));
        assets = files;
        liveStreams.recordTo(files);
    }

    private void download(RoutingContext context) {
        RecordingAssetsResource files = assets;
        String name = context.pathParam("file");
        String expires = context.request().getParam("expires");
        String signature = context.request().getParam("signature");
        Context loop = context.vertx().getOrCreateContext();
        boolean accepted =
                threads.run(() -> {
                    Optional<RecordingAssetsResource.Download> file =
                            files == null
                                    ? Optional.empty()
                                    : files.fileOf(name, expires, signature);
                    long size = file.map(RecordingAssetsResource.Download::size).orElse(0L);
                    loop.runOnContext(_ -> {
                        switch (file.orElse(null)) {
                            case RecordingAssetsResource.LocalFile here ->
                                    FileDownload.send(
                                            context, here.path(), size, here.contentType());
                            case RecordingAssetsResource.Elsewhere there ->
                                    context.response()
                                            .setStatusCode(302)
                                            .putHeader("Cache-Control", "no-store")
                                            .putHeader("Location", there.link().toString())
                                            .end();
                            case null ->
                                    replies.refuse(
                                            context,
                                            ApiError.FORBIDDEN,
                                            "this link is not genuine, or has expired");
                        }
                    });
                });
        if (!accepted) {
            replies.refuse(context, ApiError.OVERLOADED, "try again in a moment");
        }
    }

    private void addExternalStreams(ExternalStreamsResource resource) {
        String kind = "/v2/external-streams";
        management
                .post(kind + "/room/{room_id}/start", managed(resource::start))
                .post(kind + "/room/{room_id}/stop", managed(resource::stopAll))
                .get(kind, managed(resource::list))
                .get(kind + "/{stream_id}", managed(resource::get))
                .post(kind + "/{stream_id}/stop", managed(resource::stop));
    }

    private void addMissing(boolean recordings, boolean pushes) {
        if (!pushes) {
            addMissing("/v2/external-streams", "/{stream_id}");
        }
        if (!recordings) {
            addMissing("/v2/recordings", "/{id}");
            management
                    .post("/v2/recordings/room/{room_id}/pause", managed(missing::refuseInRoom))
                    .post("/v2/recordings/room/{room_id}/resume", managed(missing::refuseInRoom))
                    .get("/v2/recording-assets", managed(missing::list))
                    .get("/v2/recording-assets/{id}", managed(missing::none))
                    .get("/v2/recording-assets/{id}/presigned-url", managed(missing::none))
                    .post("/v2/recording-assets/{id}/clips", managed(missing::none))
                    .post("/v2/live-streams/room/{room_id}/clips", managed(missing::refuseInRoom));
        }
        for (String path : List.of("trunks", "trunks/{trunk_id}", "call")) {
            management.post("/v2/sip/outbound/" + path, managed((_, _) -> MissingEngines.noSip()));
        }
    }

    private void addMissing(String kind, String one) {
        management
                .post(kind + "/room/{room_id}/start", managed(missing::refuseInRoom))
                .post(kind + "/room/{room_id}/stop", managed(missing::refuseInRoom))
                .get(kind, managed(missing::list))
                .get(kind + one, managed(missing::none))
                .post(kind + one + "/stop", managed(missing::none));
    }

    /// Answers whatever is left under `/v2`: mount it after all other routes.
    public void mountNotFound(Router router) {
        for (String path : List.of("/v2/*", "/dashboard/api/*")) {
            router.route(path)
                    .handler(context ->
                            replies.refuse(
                                    context,
                                    ApiError.NOT_FOUND,
                                    "there is nothing at this path for this method"));
        }
    }

    /// What the dashboard needs beside the server API, which it calls as the operator.
    private void addDashboard(PlatformStores stores, LivePorts live, LoginResource login) {
        var resource = new DashboardResource(stores, live);
        new LoginRoutes(gate, login, threads, replies)
                .addTo(dashboard)
                .get("/dashboard/api/overview", managed(resource::overview))
                .get("/dashboard/api/rooms", managed(resource::rooms))
                .get("/dashboard/api/rooms/{room_id}", managed(resource::room));
    }

    private interface ManagedEndpoint {
        ApiReply handle(ManagementToken caller, ApiRequest request);
    }

    private ApiHandler open(ApiHandler.Endpoint endpoint) {
        return new ApiHandler(threads, replies, endpoint);
    }

    private Handler<RoutingContext> managed(ManagedEndpoint endpoint) {
        return managed(replies, endpoint);
    }

    /// Templates are written in camelCase.
    private Handler<RoutingContext> templating(ManagedEndpoint endpoint) {
        return managed(templateReplies, endpoint);
    }

    /// Checks the caller's token, or the operator's cookie, before a byte of the body is kept.
    private Handler<RoutingContext> managed(ReplyWriter writer, ManagedEndpoint endpoint) {
        return context -> {
            boolean token = context.request().headers().contains("Authorization");
            if (!token && OperatorGate.hasCookie(context)) {
                gate.admit(
                        context,
                        session -> serve(context, writer, endpoint, asManagement(session)));
                return;
            }
            try {
                serve(context, writer, endpoint, verifier.verifyManagement(bearer(context)));
            } catch (WrongTokenTypeException e) {
                replies.refuse(context, ApiError.FORBIDDEN, e.getMessage());
            } catch (TokenException e) {
                replies.refuse(context, ApiError.UNAUTHENTICATED, e.getMessage());
            }
        };
    }

    /// The operator acts for the first workspace.
    private ManagementToken asManagement(Session session) {
        return new ManagementToken(workspaces.first().id(), Operator.ACTOR, session.expiresAt());
    }

    private void serve(
            RoutingContext context,
            ReplyWriter writer,
            ManagedEndpoint endpoint,
            ManagementToken caller) {
        String change = change(context);
        new ApiHandler(
                        threads,
                        writer,
                        request -> {
                            ApiReply reply = endpoint.handle(caller, request);
                            if (!change.isEmpty()) {
                                note(caller, change, request);
                            }
                            return reply;
                        })
                .handle(context);
    }

    /// What the request would change, for the audit log; empty for one that only reads.
    private static String change(RoutingContext context) {
        HttpMethod method = context.request().method();
        return method.equals(HttpMethod.GET) ? "" : method + " " + context.currentRoute().getPath();
    }

    private void note(ManagementToken caller, String change, ApiRequest request) {
        String subject = String.join(" ", request.path().values());
        audit.add(caller.workspaceId(), caller.accessKey(), change, subject);
    }

    private static String bearer(RoutingContext context) throws TokenException {
        @Nullable String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new TokenException("the header Authorization: Bearer <token> is missing");
        }
        return header.substring(BEARER.length()).strip();
    }

    /// How people liked a session: nobody asks for it.
    private static void acceptAndDrop(RoutingContext context) {
        context.request().exceptionHandler(_ -> {});
        context.response().putHeader("Content-Type", "application/json; charset=utf-8").end("{}");
    }
}
