package io.rostra.signalling.session;

import io.rostra.platform.live.RoomEvent.TrackChange;
import io.rostra.platform.template.PublishParams;
import io.rostra.platform.template.Role;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Reply;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.Track;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/// What peers publish, as far as signalling tells it: which tracks there are and which are muted.
/// Confined to the room's event loop.
final class Publishing {

    private static final int MAX_DESCRIPTION_LENGTH = 1024;

    private final Roster roster;
    private final SessionConfig config;
    private final BiConsumer<Peer, String> withdraw;
    private final Chronicle chronicle;

    /// @param withdraw ends the media of a peer's track
    Publishing(
            Roster roster,
            SessionConfig config,
            BiConsumer<Peer, String> withdraw,
            Chronicle chronicle) {
        this.chronicle = chronicle;
        this.roster = roster;
        this.config = config;
        this.withdraw = withdraw;
    }

    /// Answers an offer on the publish connection, then tells the others what came and went. The
    /// same offer again changes nothing and tells nobody.
    void offer(Peer peer, PeerMedia media, Request.Offer offer, Responder responder)
            throws RequestException {
        List<Track> tracks = withoutWithheld(peer, offer.tracks());
        Set<String> withheld = peer.withheld().keySet();
        String answer;
        try {
            answer = media.answer(offer.sdp(), describe(peer, offer.tracks()), withheld);
        } catch (NegotiationException e) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST, "The offer cannot be used: " + e.getMessage());
        }
        responder.reply(new Reply.Answered(answer));
        replaceTracks(peer, tracks);
    }

    /// A client that loses the right to publish takes its tracks back one by one, and lists the
    /// others until then.
    private static List<Track> withoutWithheld(Peer peer, List<Track> tracks) {
        peer.withheld().keySet().retainAll(tracks.stream().map(Track::trackId).toList());
        return tracks.stream()
                .filter(track -> !peer.withheld().containsKey(track.trackId()))
                .toList();
    }

    /// Ends those tracks at once that the peer's role may not publish, and lets those come back
    /// with the next offer that it may publish again.
    void withhold(Peer peer) {
        List<String> allowed = peer.role().publishParams().allowed();
        var rest = new ArrayList<Track>();
        for (Track track : peer.tracks().values()) {
            if (allowed.contains(permission(track))) {
                rest.add(track);
            } else {
                peer.withheld().put(track.trackId(), permission(track));
                withdraw.accept(peer, track.trackId());
            }
        }
        peer.withheld().values().removeIf(allowed::contains);
        replaceTracks(peer, rest);
    }

    /// Whether the peer's role lets it publish these tracks.
    void check(Peer peer, List<Track> tracks) throws RequestException {
        if (tracks.size() > config.maxTracksPerPeer()) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST,
                    "A peer may publish " + config.maxTracksPerPeer() + " tracks at a time");
        }
        Set<String> ids = new HashSet<>();
        for (Track track : tracks) {
            String needed = permission(track);
            Role role = peer.role();
            if (peer.withheld().containsKey(track.trackId())) {
                continue;
            }
            if (!role.publishParams().allowed().contains(needed)) {
                throw new RequestException(
                        ErrorCode.FORBIDDEN,
                        "The role " + role.name() + " may not publish " + needed);
            }
            checkDescription(track.description());
            checkDescription(track.source());
            if (!ids.add(track.trackId()) || publishedByAnother(peer, track.trackId())) {
                throw new RequestException(
                        ErrorCode.CONFLICT,
                        "There is another track with the id " + track.trackId());
            }
        }
    }

    private static void checkDescription(String description) throws RequestException {
        if (description.length() > MAX_DESCRIPTION_LENGTH) {
            throw new RequestException(
                    ErrorCode.BAD_REQUEST,
                    "The description and source of a track may have "
                            + MAX_DESCRIPTION_LENGTH
                            + " characters");
        }
    }

    private static String permission(Track track) {
        if (track.source().equals(Track.SCREEN)) {
            return "screen";
        }
        return track.kind() == MediaKind.AUDIO ? "audio" : "video";
    }

    private boolean publishedByAnother(Peer peer, String trackId) {
        for (Peer other : roster.all()) {
            if (other != peer && other.track(trackId) != null) {
                return true;
            }
        }
        return false;
    }

    /// With the codec that the role's template names, which is heeded for VP9 and AV1.
    private static List<TrackDescription> describe(Peer peer, List<Track> tracks) {
        PublishParams params = peer.role().publishParams();
        return tracks.stream()
                .map(track ->
                        new TrackDescription(
                                track.trackId(),
                                track.streamId(),
                                track.kind(),
                                codec(track, params)))
                .toList();
    }

    private static String codec(Track track, PublishParams params) {
        return switch (permission(track)) {
            case "video" -> params.video().codec();
            case "screen" -> track.kind() == MediaKind.VIDEO ? params.screen().codec() : "";
            default -> "";
        };
    }

    private void replaceTracks(Peer peer, List<Track> tracks) {
        var removed = new ArrayList<Track>();
        var added = new ArrayList<Track>();
        var changed = new ArrayList<Track>();
        for (Track before : peer.tracks().values()) {
            if (tracks.stream().noneMatch(track -> track.trackId().equals(before.trackId()))) {
                removed.add(before);
                peer.removeTrack(before.trackId());
            }
        }
        for (Track track : tracks) {
            Track before = peer.track(track.trackId());
            if (before == null) {
                added.add(track);
            } else if (!before.equals(track)) {
                changed.add(track);
            }
            peer.putTrack(track);
        }
        if (!removed.isEmpty()) {
            roster.tellOthers(peer, new Notification.TrackRemove(peer.view(), removed));
            chronicle.tracks(peer, TrackChange.REMOVE, removed);
        }
        if (!added.isEmpty()) {
            roster.tellOthers(peer, new Notification.TrackAdd(peer.view(), added));
            chronicle.tracks(peer, TrackChange.ADD, added);
        }
        if (!changed.isEmpty()) {
            roster.tellOthers(peer, new Notification.TrackUpdate(peer.view(), changed));
            chronicle.tracks(peer, TrackChange.UPDATE, changed);
        }
    }

    /// A track of a peer whose media comes by another way than its connections.
    void publishExternal(Peer peer, Track track) throws RequestException {
        List<Track> all = new ArrayList<>(peer.tracks().values());
        all.removeIf(before -> before.trackId().equals(track.trackId()));
        all.add(track);
        // It is published anew: what became of an older one of this id does not count.
        peer.withheld().remove(track.trackId());
        check(peer, all);
        replaceTracks(peer, all);
    }

    void withdrawExternal(Peer peer, String trackId) {
        List<Track> rest = new ArrayList<>(peer.tracks().values());
        if (rest.removeIf(track -> track.trackId().equals(trackId))) {
            replaceTracks(peer, rest);
        }
    }

    /// Its connections are replaced by new ones, with new track ids to come.
    void withdrawAll(Peer peer) {
        replaceTracks(peer, List.of());
    }

    /// Mutes and unmutes. After a reconnect a client sends all its tracks; those that did not
    /// change, or that we do not know, are passed over.
    void update(Peer peer, Request.TrackUpdate update) throws RequestException {
        var changed = new ArrayList<Track>();
        for (Request.TrackState state : update.tracks()) {
            Track before = peer.track(state.trackId());
            if (before == null) {
                continue;
            }
            String description = state.description();
            if (description != null) {
                checkDescription(description);
            }
            Track after =
                    before.withState(
                            state.mute(), description == null ? before.description() : description);
            if (!after.equals(before)) {
                peer.putTrack(after);
                changed.add(after);
            }
        }
        if (!changed.isEmpty()) {
            roster.tellOthers(peer, new Notification.TrackUpdate(peer.view(), changed));
            chronicle.tracks(peer, TrackChange.UPDATE, changed);
        }
    }
}
