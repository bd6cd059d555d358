package io.rostra.server.ingest;

import io.rostra.media.flv.FlvPacket;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.streaming.ingest.EncoderIngest;
import io.rostra.streaming.worker.WorkerConfig;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One push by RTMP in its room: what its connection brings, as tracks of its seat. Confined to the
/// room's event loop, except where it says otherwise.
final class RtmpPush implements PushSeat.Media, EncoderIngest.Listener {

    private static final Logger log = LoggerFactory.getLogger(RtmpPush.class);

    /// On their way to the room's loop.
    private static final int MAX_QUEUED_BYTES = 8 << 20;

    private final PushSeat seat;
    private final EventLoop loop;
    private final RtmpConnection connection;
    private final EncoderIngest ingest;
    private final AtomicInteger queued = new AtomicInteger();
    private boolean over;

    RtmpPush(PushSeat seat, WorkerConfig worker, RtmpConnection connection) {
        this.seat = seat;
        this.loop = seat.router().loop();
        this.connection = connection;
        this.ingest = new EncoderIngest(seat.router(), seat.peerId(), worker, this);
        seat.attach(this);
    }

    /// On the connection's thread.
    ///
    /// @param millis never wraps
    /// @return false when the room does not keep up
    boolean take(FlvPacket packet, long millis, int size) {
        if (queued.addAndGet(size) > MAX_QUEUED_BYTES) {
            return false;
        }
        loop.post(() -> {
            queued.addAndGet(-size);
            if (!over) {
                ingest.onPacket(packet, millis);
            }
        });
        return true;
    }

    /// On the connection's thread.
    ///
    /// @param asked the client said that it is done
    void connectionEnded(boolean asked) {
        loop.post(() -> {
            boolean wasOver = over;
            end();
            if (asked) {
                seat.leave();
            } else if (!wasOver) {
                seat.lost();
            }
        });
    }

    private void end() {
        if (!over) {
            over = true;
            ingest.close();
        }
    }

    @Override
    public void onTrackPublished(PublishedTrack track) {
        seat.publish(track);
    }

    @Override
    public void onTrackUnpublished(PublishedTrack track) {
        seat.unpublish(track);
    }

    @Override
    public void onReordered() {
        log.info(
                "Push of peer {} has B-frames, so its video is encoded anew; set the encoder to"
                        + " none (OBS: bframes=0, or tune zerolatency) to spare the server that",
                seat.peerId());
    }

    @Override
    public void onProblem(String sentence) {
        log.info("Push of peer {} is of no use: {}", seat.peerId(), sentence);
        end();
        connection.close();
        seat.leave();
    }

    @Override
    public void onWithdrawn(PublishedTrack track) {
        ingest.refuse(track.kind());
    }

    @Override
    public void onEnded(String reason) {
        log.info("Push of peer {} was ended: {}", seat.peerId(), reason);
        end();
        connection.close();
    }
}
