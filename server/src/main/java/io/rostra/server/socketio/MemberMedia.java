package io.rostra.server.socketio;

import io.rostra.signalling.external.ExternalPeer;
import io.rostra.socketio.rooms.RoomError;

/// Hears the media that members of platform rooms send over Socket.IO. Called on the Socket.IO
/// server's loop, which it must not block; what one member sends comes in order.
public interface MemberMedia {

    /// A socket is in a platform room. It may, or may not, send media; chunks come only from those
    /// whose role may publish.
    Ingest open(MediaMember member);

    /// What one member sends, from its coming to its leaving.
    interface Ingest extends AutoCloseable {
        /// @param chunk not copied, and read by others; never written to
        /// @param init the sender marked the beginning of a stream: what came before is over
        /// @param keyFrame the sender marked that decoding can start here
        void onChunk(byte[] chunk, boolean init, boolean keyFrame);

        /// The member is gone: left, disconnected or put out. Once. Its tracks need not be taken
        /// back from the room, which forgets them with the peer; those in the router do.
        @Override
        void close();
    }

    /// Nobody listens; media goes round among Socket.IO members only.
    static MemberMedia none() {
        return _ ->
                new Ingest() {
                    @Override
                    public void onChunk(byte[] chunk, boolean init, boolean keyFrame) {}

                    @Override
                    public void close() {}
                };
    }

    /// A member of a platform room. Thread-safe.
    interface MediaMember {
        /// The room's id, under which its router is found.
        String roomId();

        /// The id of the socket, which is also its peer id in the room: `peer().id()`.
        String id();

        /// The member as a peer, to announce its tracks with [ExternalPeer#publish]; its role says
        /// what it may publish.
        ExternalPeer peer();

        /// Tells the client, as `room-error`, what is wrong with its media. For what happens once a
        /// stream, not with each chunk.
        void complain(RoomError error);
    }
}
