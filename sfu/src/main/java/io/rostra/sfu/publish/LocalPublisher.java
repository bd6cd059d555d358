package io.rostra.sfu.publish;

import io.rostra.media.container.ContainerTrack;
import io.rostra.sfu.net.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A publisher without a connection: its frames reach this process in another way and become tracks
/// like all others. Confined to the room's event loop.
public final class LocalPublisher implements AutoCloseable {

    /// Called on the room's loop.
    public interface Listener {
        void onTrackPublished(PublishedTrack track);

        /// The track's last moment; it has no packets any more.
        void onTrackUnpublished(PublishedTrack track);

        /// Somebody cannot go on, or begin, without a key frame. Asked again until one comes.
        void onKeyFrameWanted(LocalTrack track);
    }

    private final String peerId;
    private final EventLoop loop;
    private final Consumer<LocalPublisher> onClosed;
    private final Listener listener;
    private final List<LocalTrack> tracks = new ArrayList<>();
    private boolean closed;

    public LocalPublisher(
            String peerId, EventLoop loop, Consumer<LocalPublisher> onClosed, Listener listener) {
        this.peerId = peerId;
        this.loop = loop;
        this.onClosed = onClosed;
        this.listener = listener;
    }

    /// Publishes a track; the listener hears of it before this returns.
    ///
    /// @param description with an id that nobody else in the room uses
    /// @param source its codec
    public LocalTrack publish(TrackDescription description, ContainerTrack source) {
        loop.assertInside();
        if (closed) {
            throw new IllegalStateException("The publisher is closed");
        }
        var track = new LocalTrack(description, peerId, source, loop.now());
        tracks.add(track);
        listener.onTrackPublished(track.published());
        return track;
    }

    public void unpublish(LocalTrack track) {
        loop.assertInside();
        if (tracks.remove(track)) {
            listener.onTrackUnpublished(track.published());
            track.published().end();
        }
    }

    /// To be called every 10 to 20 ms.
    public void onTick(long now) {
        for (LocalTrack track : List.copyOf(tracks)) {
            track.onTick(now);
            if (track.pollKeyFrameRequest(now)) {
                listener.onKeyFrameWanted(track);
            }
        }
    }

    public boolean closed() {
        return closed;
    }

    /// Unpublishes its tracks, of which everybody hears.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        List.copyOf(tracks).forEach(this::unpublish);
        closed = true;
        onClosed.accept(this);
    }
}
