package io.rostra.sfu;

import io.rostra.sfu.net.DropCounters;
import io.rostra.sfu.net.ForeignStreams;
import io.rostra.sfu.net.LocalAddresses;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.net.NioEventLoop;
import io.rostra.sfu.net.PeerLink;
import io.rostra.sfu.net.TcpEndpoint;
import io.rostra.sfu.net.TransportRegistry;
import io.rostra.sfu.net.UdpEndpoint;
import io.rostra.webrtc.dtls.DtlsCertificate;
import io.rostra.webrtc.peer.WarmUp;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The forwarding unit of this process: its event loops and the public media port, UDP and TCP.
/// Thread-safe.
public final class Sfu implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sfu.class);
    private static final Duration ADDRESS_REFRESH = Duration.ofSeconds(30);

    private record Lane(NioEventLoop loop, UdpEndpoint socket) {}

    private final SfuConfig config;
    private final DtlsCertificate certificate;
    private final TransportRegistry registry = new TransportRegistry();
    private final DropCounters drops = new DropCounters();
    private final MediaCounters counters = new MediaCounters();
    private final LocalAddresses addresses = new LocalAddresses();
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<String, Router> routers = new ConcurrentHashMap<>();
    private final AtomicInteger nextLane = new AtomicInteger();
    private @Nullable TcpEndpoint tcp;

    private Sfu(SfuConfig config, DtlsCertificate certificate) {
        this.config = config;
        this.certificate = certificate;
    }

    /// Starts the loops and binds the media port.
    ///
    /// @throws IOException when the port is taken
    public static Sfu start(SfuConfig config) throws IOException {
        var sfu = new Sfu(config, DtlsCertificate.generate(new SecureRandom(), Instant.now()));
        try {
            UdpEndpoint.requireFree(config.mediaPort());
            int port = config.mediaPort();
            for (int i = 0; i < config.eventLoops(); i++) {
                var loop = new NioEventLoop("media-" + i);
                UdpEndpoint socket = sfu.bind(loop, port);
                port = socket.port();
                sfu.lanes.add(new Lane(loop, socket));
            }
        } catch (IOException e) {
            sfu.close();
            throw e;
        }
        sfu.listenForTcp();
        sfu.addresses.refresh();
        sfu.scheduleRefresh();
        return sfu;
    }

    private UdpEndpoint bind(NioEventLoop loop, int port) throws IOException {
        try {
            return UdpEndpoint.bind(loop, port, registry, drops);
        } catch (IOException e) {
            loop.close();
            throw e;
        }
    }

    /// The same port for TCP. Few browsers need it, so rooms open without it as well.
    private void listenForTcp() {
        try {
            tcp = TcpEndpoint.listen(lanes.getFirst().loop(), mediaPort(), registry, drops);
        } catch (IOException e) {
            log.warn(
                    "TCP port {} is taken, so clients whose network lets no UDP through cannot"
                            + " connect: {}",
                    mediaPort(),
                    e.getMessage());
        }
    }

    /// Opens a router on one of the loops, in turn.
    ///
    /// @throws IllegalStateException when the room has one already
    public Router openRouter(String roomId) {
        Lane lane = lanes.get(Math.floorMod(nextLane.getAndIncrement(), lanes.size()));
        var shared =
                new Router.Shared(
                        (handler, role) ->
                                new PeerLink(
                                        lane.loop(),
                                        lane.socket(),
                                        registry,
                                        drops,
                                        certificate,
                                        role,
                                        handler),
                        tcp != null,
                        config.advertisedAddresses(),
                        addresses,
                        drops,
                        counters,
                        config.loudest());
        var router = new Router(shared, lane.loop(), () -> routers.remove(roomId));
        if (routers.putIfAbsent(roomId, router) != null) {
            throw new IllegalStateException("Room " + roomId + " has a router already");
        }
        return router;
    }

    /// Who gets TCP connections to the media port that are none of ICE.
    ///
    /// @return false when the port takes no TCP connections
    public boolean giveOthersTo(ForeignStreams taker) {
        if (tcp == null) {
            return false;
        }
        tcp.giveOthersTo(taker);
        return true;
    }

    /// The room's router while it is open. Only [Router#loop()] may be called from other threads.
    public Optional<Router> findRouter(String roomId) {
        return Optional.ofNullable(routers.get(roomId));
    }

    /// Runs handshakes and ciphers once, so that the first peer does not wait for a cold JVM.
    /// Blocks for about a second.
    public void warmUp() {
        WarmUp.run(certificate);
    }

    public int mediaPort() {
        return lanes.getFirst().socket().port();
    }

    /// Tasks of the event loops that threw since the start; each is a bug.
    public long failedTasks() {
        return lanes.stream().mapToLong(lane -> lane.loop().failedTasks()).sum();
    }

    TransportRegistry registry() {
        return registry;
    }

    /// What was dropped since the start, by reason.
    public DropCounters drops() {
        return drops;
    }

    /// What happened to media since the start.
    public MediaCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        if (tcp != null) {
            tcp.close();
        }
        for (Lane lane : lanes) {
            lane.loop().close();
            lane.socket().close();
        }
    }

    private void scheduleRefresh() {
        NioEventLoop loop = lanes.getFirst().loop();
        loop.schedule(
                ADDRESS_REFRESH,
                () -> {
                    Thread.ofVirtual().name("address-refresh").start(addresses::refresh);
                    scheduleRefresh();
                });
    }
}
