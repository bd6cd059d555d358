package io.rostra.signalling.session;

import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.rpc.ApiChannelMessage;
import java.util.ArrayList;
import java.util.List;

/// Who receives whose tracks, by what the roles subscribe to. Confined to the room's event loop.
final class Stage {

    private final Roster roster;

    Stage(Roster roster) {
        this.roster = roster;
    }

    void onTrackPublished(Peer publisher, PublishedTrack track) {
        for (Peer peer : roster.all()) {
            PeerMedia media = peer.media();
            if (media != null && peer.receivesFrom(publisher)) {
                media.subscribe(track, publisher.role().priority());
            }
        }
    }

    void onTrackUnpublished(PublishedTrack track) {
        for (Peer peer : roster.all()) {
            PeerMedia media = peer.media();
            if (media != null) {
                media.unsubscribe(track);
            }
        }
    }

    /// Offers the peer everything on stage that its role receives.
    void startReceiving(Peer subscriber, PeerMedia media) {
        media.startReceiving();
        limit(subscriber, media);
        for (Peer publisher : roster.all()) {
            if (subscriber.receivesFrom(publisher)) {
                for (PublishedTrack track : publisher.published()) {
                    media.subscribe(track, publisher.role().priority());
                }
            }
        }
    }

    private static void limit(Peer subscriber, PeerMedia media) {
        media.limit(subscriber.role().subscribeParams().maxSubsBitRate());
    }

    /// The peer's role has changed: who receives what it sends, and what it receives, follows.
    void reconsider(Peer peer) {
        PeerMedia media = peer.media();
        if (media != null) {
            limit(peer, media);
        }
        for (Peer other : roster.all()) {
            if (other != peer) {
                reconsider(peer, other);
                reconsider(other, peer);
            }
        }
    }

    private static void reconsider(Peer subscriber, Peer publisher) {
        PeerMedia media = subscriber.media();
        if (media == null) {
            return;
        }
        for (PublishedTrack track : publisher.published()) {
            if (subscriber.receivesFrom(publisher)) {
                media.subscribe(track, publisher.role().priority());
            } else {
                media.unsubscribe(track);
            }
        }
    }

    /// The legacy dialect knows only streams: asks for each of the stream's tracks.
    void prefer(PeerMedia subscriber, ApiChannelMessage.PreferStream preference) {
        Boolean audio = preference.audio();
        for (PublishedTrack track : tracksOf(preference.streamId())) {
            if (track.kind() == MediaKind.AUDIO && audio != null) {
                subscriber.preferAudio(track.id(), audio);
            }
            if (track.kind() == MediaKind.VIDEO && preference.video() != null) {
                subscriber.preferVideo(track.id(), preference.video());
            }
        }
    }

    private List<PublishedTrack> tracksOf(String streamId) {
        var tracks = new ArrayList<PublishedTrack>();
        for (Peer peer : roster.all()) {
            peer.published().stream()
                    .filter(track -> track.streamId().equals(streamId))
                    .forEach(tracks::add);
        }
        return tracks;
    }
}
