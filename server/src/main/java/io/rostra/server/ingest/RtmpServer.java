package io.rostra.server.ingest;

import io.rostra.sfu.net.ForeignStreams;
import io.rostra.streaming.worker.WorkerConfig;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// RTMP on the media port's TCP twin: `rtmp://host:<media port>/live`, with the room's stream key
/// or an app token as the stream's name. A virtual thread per connection. Thread-safe.
///
/// What comes there else is ICE-TCP, which begins with the length of its first packet in two bytes
/// (RFC 4571). That is a connectivity check, which is never as long as the 768 bytes that a 3 in
/// front would mean; RTMP begins with its version, 3.
public final class RtmpServer implements ForeignStreams, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RtmpServer.class);

    private static final byte VERSION = 3;

    /// Those that publish are counted by [Pushes], too; the others are gone after ten seconds.
    private static final int MAX = 512;

    private final Passes passes;
    private final Pushes pushes;
    private final WorkerConfig worker;
    private final Set<RtmpConnection> connections = ConcurrentHashMap.newKeySet();

    public RtmpServer(Passes passes, Pushes pushes, WorkerConfig worker) {
        this.passes = passes;
        this.pushes = pushes;
        this.worker = worker;
    }

    @Override
    public boolean takes(byte first) {
        return first == VERSION;
    }

    @Override
    public void take(SocketChannel channel, byte[] begun) {
        var connection = new RtmpConnection(channel, passes, pushes, worker);
        connections.add(connection);
        if (connections.size() > MAX) {
            connections.remove(connection);
            try {
                channel.close();
            } catch (IOException _) {
                log.debug("An RTMP connection too many was gone already");
            }
            return;
        }
        Thread.ofVirtual()
                .name("rtmp")
                .start(() -> {
                    try {
                        connection.run(begun);
                    } finally {
                        connections.remove(connection);
                    }
                });
    }

    @Override
    public void close() {
        connections.forEach(RtmpConnection::close);
    }
}
