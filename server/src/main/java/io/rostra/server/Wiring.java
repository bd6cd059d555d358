package io.rostra.server;

import io.rostra.platform.api.LivePorts;
import io.rostra.platform.api.PlatformApi;
import io.rostra.platform.live.Intake;
import io.rostra.platform.memory.Retention;
import io.rostra.platform.memory.RoomMemory;
import io.rostra.platform.operator.Operator;
import io.rostra.platform.operator.SecretToken;
import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.store.Database;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.RoomHistory;
import io.rostra.platform.store.SessionMemoryStore;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.JwtTokenVerifier;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.token.TokenKeys;
import io.rostra.platform.webhook.LinkSigner;
import io.rostra.platform.webhook.WebhookDispatcher;
import io.rostra.platform.webhook.WebhookPayloads;
import io.rostra.server.ingest.Passes;
import io.rostra.server.ingest.Pushes;
import io.rostra.server.ingest.RtmpServer;
import io.rostra.server.ingest.WhipResource;
import io.rostra.server.socketio.SocketIo;
import io.rostra.server.storage.StorageChoice;
import io.rostra.server.storage.Uploads;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.SfuConfig;
import io.rostra.signalling.Signalling;
import io.rostra.signalling.SignallingConfig;
import io.rostra.signalling.session.RoomPorts;
import io.rostra.signalling.session.SessionConfig;
import io.rostra.streaming.egress.CompositeConfig;
import io.rostra.streaming.egress.EgressConfig;
import io.rostra.streaming.egress.hls.HlsOrigin;
import io.rostra.streaming.egress.recording.MovieTool;
import io.rostra.streaming.egress.recording.RecordingConfig;
import io.rostra.streaming.egress.restream.PushConfig;
import io.rostra.streaming.worker.WorkerConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Builds the parts of the server and joins them: the one place that sees everything.
final class Wiring {

    /// Media never take the last gibibyte of a disk, which the database needs.
    private static final long MIN_FREE_BYTES = 1L << 30;

    private final ServerConfig config;
    private final Started started;

    /// @param started takes what has to be closed, also when building fails half-way
    Wiring(ServerConfig config, Started started) {
        this.config = config;
        this.started = started;
    }

    /// @param routes of the whole server
    /// @param http what they need of the HTTP server
    /// @param passwordLink by which the operator chooses a password, while there is none
    /// @param drain ends what goes on in rooms
    record Built(
            Router routes,
            HttpServerOptions http,
            Optional<SecretToken> passwordLink,
            Drain drain) {}

    /// Builds everything; blocks while it reads the store.
    ///
    /// @throws StartException when the media port is taken
    Built build(Vertx vertx) throws StartException {
        started.add(
                DataDirLock.tryLock(config.dataDir())
                        .orElseThrow(() -> StartException.dataDirInUse(config.dataDir())));
        Database database = started.add(Stores.open(config));
        Stores stores = Stores.of(database, config);
        PlatformStores platform = stores.platform();
        platform.closeAbandoned();
        started.add(new Retention(platform, config.memory()));
        started.add(new WorkspaceWatch(platform.workspaces(), stores.workspaces(), config));
        var verifier = new JwtTokenVerifier(new TokenKeys(stores.workspaces()), platform.clock());
        var issuer = new TokenIssuer(platform.clock());
        var dispatcher = started.add(new WebhookDispatcher(platform.webhooks(), platform.clock()));
        var payloads =
                new WebhookPayloads(
                        config.clientUrl(),
                        new LinkSigner(() -> stores.workspaces().first().keys().secret()));
        var memory =
                started.add(new RoomMemory(new RoomHistory(platform, payloads), dispatcher::wake));

        var metrics = started.add(new Metrics(memory));
        metrics.watch(memory, dispatcher);

        Sfu sfu = started.add(startSfu());
        metrics.watch(sfu);
        var rehearsal = new Rehearsal(vertx, sfu, stores.workspaces().first(), issuer, verifier);
        rehearsal.run();
        var origin = new HlsOrigin(vertx);
        var worker = new WorkerConfig(config.dataDir().resolve("worker"));
        var looks =
                new RoomLooks(roomId -> templateOf(platform.rooms(), roomId, Function.identity()));
        var programs =
                started.add(
                        new Programs(
                                Programs.of(
                                        sfu,
                                        new EgressConfig(
                                                worker,
                                                config.composite()
                                                        ? CompositeConfig.on()
                                                        : CompositeConfig.OFF),
                                        looks::of)));
        var live =
                started.add(
                        new LiveBroadcasts(
                                programs,
                                origin,
                                new LiveBroadcasts.Rewind(
                                        config.rewind(),
                                        config.dataDir().resolve("hls"),
                                        MIN_FREE_BYTES),
                                (roomId, destination) ->
                                        templateOf(
                                                platform.rooms(),
                                                roomId,
                                                template -> Audience.of(template, destination)),
                                looks));
        var audience = started.add(new AudienceCounter(metrics, platform.clock(), vertx));
        var broadcasts = new ReportedBroadcasts(live, audience, platform.ids(), platform.clock());
        var restreams =
                new ReportedRestreams(
                        started.add(new LiveRestreams(programs, new PushConfig(worker))),
                        metrics,
                        platform.ids(),
                        platform.clock());
        var uploads =
                started.add(
                        new Uploads(
                                platform.uploads(),
                                new StorageChoice(platform.rooms(), config.storage()),
                                platform.clock()));
        metrics.watch(uploads);
        metrics.watch(programs);
        var files =
                started.add(
                        new LiveRecordings(
                                programs,
                                new RecordingConfig(
                                        config.dataDir().resolve("recordings"), MIN_FREE_BYTES),
                                new MovieTool(worker),
                                live::saveLast,
                                Optional.of(uploads)));
        var recordings = new ReportedRecordings(files, metrics, platform.clock());
        var signalling =
                started.add(
                        new Signalling(
                                new SignallingConfig(
                                        config.publicUrl().orElse(null),
                                        config.advertisedIps(),
                                        SessionConfig.DEFAULT,
                                        config.iceServers()),
                                sfu,
                                platform.rooms(),
                                verifier,
                                RoomPorts.of(broadcasts)
                                        .withOutputs(recordings, restreams)
                                        .withEvents(metrics)
                                        .withMemory(new SessionMemoryStore(database))));
        platform.templates().addListener(signalling.templateListener());
        looks.know(signalling.liveRooms());
        var intake = new Intake();
        signalling.follow(intake);
        var api =
                new PlatformApi(
                        platform,
                        stores.workspaces(),
                        new LivePorts(
                                signalling.liveRooms(),
                                broadcasts,
                                Optional.of(recordings),
                                Optional.of(restreams),
                                memory,
                                intake),
                        verifier,
                        issuer,
                        config.guestsInForce(),
                        config.publicUrl().isPresent() ? config.clientUrl() : "",
                        sfu.mediaPort());

        var socketIo =
                started.add(
                        new SocketIo(
                                vertx,
                                config.socketIoRoomsInForce(),
                                config.socketIoMessageRate() * 1000,
                                verifier,
                                signalling.externalPeers(),
                                signalling::originOf,
                                sfu,
                                intake));
        metrics.watch(socketIo);

        var pushes = new Pushes(sfu, signalling.externalPeers(), signalling.liveRooms(), intake);
        metrics.watch(pushes);
        platform.streamKeys().onDisabled(key -> pushes.onKeyDisabled(key.id()));
        var passes = new Passes(platform.streamKeys(), platform.rooms(), verifier);
        var whip = new WhipResource(passes, pushes, reachBy(signalling), config.iceServers());

        sfu.giveOthersTo(started.add(new RtmpServer(passes, pushes, worker)));

        Router router = Router.router(vertx);
        socketIo.mount(router);
        whip.mount(router);
        metrics.mount(router, config.metrics());
        new Health(database, intake).mount(router);
        api.mount(router);
        signalling.mount(router);
        audience.mount(router);
        origin.mount(router);
        api.mountNotFound(router);
        router.route()
                .handler(WebApp.load(config.webRoot(), config.storage().map(Uploads::originOf)));
        started.add(rehearsal.continueInBackground());
        var operator = new Operator(platform);
        return new Built(
                router,
                socketIo.configure(Signalling.configure(new HttpServerOptions())),
                operator.hasPassword() ? Optional.empty() : Optional.of(operator.makeLink()),
                new Drain(intake, signalling, files, broadcasts, restreams, memory, dispatcher));
    }

    /// Reads what a room's template says; fails where there is no such room any more.
    private static <T> CompletableFuture<T> templateOf(
            RoomDirectory rooms, String roomId, Function<Template, T> reader) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Room room = rooms.findRoom(roomId).orElseThrow();
                    return reader.apply(rooms.templateOf(room));
                },
                Thread::startVirtualThread);
    }

    private static WhipResource.Reach reachBy(Signalling signalling) {
        return new WhipResource.Reach() {
            @Override
            public String origin(HttpServerRequest request) {
                return signalling.originOf(request);
            }

            @Override
            public List<String> addresses(HttpServerRequest request) {
                return signalling.transportOptionsOf(request).hostAddresses();
            }
        };
    }

    private Sfu startSfu() throws StartException {
        try {
            return Sfu.start(
                    new SfuConfig(
                            config.mediaPort(),
                            Runtime.getRuntime().availableProcessors(),
                            config.advertisedIps(),
                            config.audioLoudest()));
        } catch (IOException e) {
            throw StartException.cannotListen(
                    "UDP port", config.mediaPort(), "ROSTRA_MEDIA_PORT", e);
        }
    }
}
