package io.rostra.signalling.session;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.LeaveReason;
import io.rostra.platform.live.RoomEvent.TrackChange;
import io.rostra.platform.template.Role;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.signalling.poll.Ballot;
import io.rostra.signalling.poll.Vote;
import io.rostra.signalling.rpc.Track;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells those who keep the books what happens in the room. Confined to the room's event loop.
final class Chronicle {

    private static final int MOST_TRACK_CHANGES = 20_000;
    private static final int MOST_CLIENT_FAILURES = 500;

    private final String roomId;
    private final Greeting greeting;
    private final InstantSource clock;
    private final Consumer<RoomEvent> books;
    private int trackChanges;
    private int clientFailures;

    Chronicle(String roomId, Greeting greeting, InstantSource clock, Consumer<RoomEvent> books) {
        this.roomId = roomId;
        this.greeting = greeting;
        this.clock = clock;
        this.books = books;
    }

    void sessionOpened() {
        trackChanges = 0;
        clientFailures = 0;
        books.accept(new RoomEvent.SessionOpened(roomId, greeting.sessionId(), now()));
    }

    void sessionClosed() {
        books.accept(new RoomEvent.SessionClosed(roomId, greeting.sessionId(), now()));
    }

    void joined(Peer peer) {
        books.accept(
                new RoomEvent.PeerJoined(roomId, greeting.sessionId(), peer.identity(), now()));
    }

    void left(Peer peer, LeaveReason reason, String message) {
        books.accept(
                new RoomEvent.PeerLeft(
                        roomId, greeting.sessionId(), peer.identity(), reason, message, now()));
    }

    /// @param requestedBy id of a peer, or null
    void roleChanged(Peer peer, Role before, @Nullable String requestedBy) {
        books.accept(
                new RoomEvent.RoleChanged(
                        roomId,
                        greeting.sessionId(),
                        peer.identity(),
                        before.name(),
                        requestedBy,
                        now()));
    }

    /// @param by null for those who run the server
    void roomEnded(@Nullable Peer by, boolean lock, String reason) {
        books.accept(
                new RoomEvent.RoomEnded(
                        roomId,
                        greeting.sessionId(),
                        by == null ? null : by.identity(),
                        lock,
                        reason,
                        now()));
    }

    /// @param worst connection quality of the last while, by peer id
    void quality(Map<String, Integer> worst) {
        books.accept(new RoomEvent.QualityMeasured(roomId, greeting.sessionId(), worst, now()));
    }

    /// A peer that toggles its microphone all day fills no store: after some thousand changes in a
    /// session no more of them are told.
    void tracks(Peer peer, TrackChange change, Collection<Track> tracks) {
        trackChanges += tracks.size();
        if (tracks.isEmpty() || trackChanges > MOST_TRACK_CHANGES) {
            return;
        }
        books.accept(
                new RoomEvent.TracksChanged(
                        roomId,
                        greeting.sessionId(),
                        peer.identity(),
                        change,
                        tracks.stream()
                                .map(track ->
                                        new RoomEvent.TrackFacts(
                                                track.trackId(),
                                                track.streamId(),
                                                track.kind() == MediaKind.AUDIO ? "audio" : "video",
                                                track.source(),
                                                track.mute()))
                                .toList(),
                        now()));
    }

    /// What is no failure, and what comes after some hundred in a session, is not told.
    ///
    /// @param info a JSON object
    void clientFailed(Peer peer, String name, String info) {
        String type = RoomEvent.ClientFailed.typeOf(name);
        if (type != null && ++clientFailures <= MOST_CLIENT_FAILURES) {
            books.accept(
                    new RoomEvent.ClientFailed(
                            roomId, greeting.sessionId(), peer.identity(), type, info, now()));
        }
    }

    void pollStarted(String pollId) {
        books.accept(new RoomEvent.PollStarted(roomId, greeting.sessionId(), pollId, now()));
    }

    void pollStopped(String pollId) {
        books.accept(new RoomEvent.PollStopped(roomId, greeting.sessionId(), pollId, now()));
    }

    /// @param score points for it
    void pollAnswered(String pollId, Ballot ballot, int score) {
        Vote vote = ballot.vote();
        books.accept(
                new RoomEvent.PollAnswered(
                        roomId,
                        greeting.sessionId(),
                        pollId,
                        vote.question(),
                        ballot.key(),
                        ballot.voter().peerId(),
                        ballot.voter().userId(),
                        vote.skipped(),
                        vote.option() == null ? vote.options() : List.of(vote.option()),
                        vote.text() == null ? "" : vote.text(),
                        score,
                        vote.millis(),
                        now()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
