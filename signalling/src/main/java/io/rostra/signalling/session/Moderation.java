package io.rostra.signalling.session;

import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.ModerationRequest;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.Track;

/// What some peers may do to others. Confined to the room's event loop.
final class Moderation {

    /// Does what concerns the session as a whole.
    interface Bouncer {
        /// @param by the peer that asked for it
        void remove(Peer peer, Peer by, String reason);

        void endRoom(Peer by, boolean lock, String reason, Responder responder);
    }

    private static final int MAX_REASON_LENGTH = 1024;

    private final Roster roster;
    private final Profiles profiles;
    private final Bouncer bouncer;

    Moderation(Roster roster, Profiles profiles, Bouncer bouncer) {
        this.roster = roster;
        this.profiles = profiles;
        this.bouncer = bouncer;
    }

    void handle(Peer peer, ModerationRequest request, Responder responder) throws RequestException {
        var permissions = peer.role().permissions();
        switch (request) {
            case ModerationRequest.MuteTrack(var peerId, var trackId, boolean mute) -> {
                requireMute(peer, mute);
                muteTrack(peer, roster.requireMember(peerId), trackId, mute);
                responder.done();
            }
            case ModerationRequest.MuteTracks tracks -> {
                requireMute(peer, tracks.mute());
                muteTracks(peer, tracks);
                responder.done();
            }
            case ModerationRequest.RemovePeer(var peerId, var reason) -> {
                Permission.require(peer, permissions.removeOthers(), "remove others");
                Peer target = roster.requireMember(peerId);
                checkReason(reason);
                responder.done();
                bouncer.remove(target, peer, reason);
            }
            case ModerationRequest.EndRoom(boolean lock, var reason) -> {
                Permission.require(peer, permissions.endRoom(), "end the room");
                checkReason(reason);
                bouncer.endRoom(peer, lock, reason, responder);
            }
            case ModerationRequest.GroupAdd(var peerId, var group) -> {
                requireGroupChange(peer, peerId);
                profiles.enterGroup(roster.requireMember(peerId), group);
                responder.done();
            }
            case ModerationRequest.GroupRemove(var peerId, var group) -> {
                requireGroupChange(peer, peerId);
                profiles.leaveGroup(roster.requireMember(peerId), group);
                responder.done();
            }
        }
    }

    private static void requireMute(Peer peer, boolean mute) throws RequestException {
        var permissions = peer.role().permissions();
        Permission.require(
                peer,
                mute ? permissions.mute() : permissions.unmute(),
                mute ? "mute others" : "ask others to unmute");
    }

    private static void requireGroupChange(Peer peer, String peerId) throws RequestException {
        boolean allowed = peer.role().permissions().changeRole() || peer.id().equals(peerId);
        Permission.require(peer, allowed, "change the groups of others");
    }

    private static void checkReason(String reason) throws RequestException {
        if (reason.length() > MAX_REASON_LENGTH) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST,
                    "A reason may have " + MAX_REASON_LENGTH + " characters");
        }
    }

    private static void muteTrack(Peer by, Peer publisher, String trackId, boolean mute)
            throws RequestException {
        Track track = publisher.track(trackId);
        if (track == null) {
            throw new RequestException(
                    ErrorCode.NOT_FOUND, "The peer publishes no track " + trackId);
        }
        publisher.ask(
                Outgoing.notification(new Notification.TrackUpdateRequest(by.id(), track, mute)));
    }

    /// Which tracks, each client finds out for itself; but not whether its role is meant.
    private void muteTracks(Peer by, ModerationRequest.MuteTracks tracks) {
        Outgoing request =
                Outgoing.notification(new Notification.MuteTracksRequest(by.id(), tracks));
        for (Peer peer : roster.all()) {
            boolean meant = tracks.roles().isEmpty() || tracks.roles().contains(peer.role().name());
            if (meant && peer != by && peer.isMember()) {
                peer.ask(request);
            }
        }
    }
}
