package io.rostra.server.ingest;

import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.webrtc.dtls.DtlsRole;
import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.SdpAttribute;
import io.rostra.webrtc.sdp.SdpException;
import io.rostra.webrtc.sdp.SdpParser;
import io.rostra.webrtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/// What a WHIP client offers, with ids of ours: two programs of the same make call their tracks
/// alike.
///
/// @param sdp as the publish connection takes it
/// @param tracks at most one sound and one picture (RFC 9725 section 4.2 asks for no more)
/// @param dtlsRole ours; FFmpeg 8 waits for the server to begin (`a=setup:passive`)
record WhipOffer(String sdp, List<TrackDescription> tracks, DtlsRole dtlsRole) {

    /// @param wanted kinds that may be published; others are answered with `inactive`
    static WhipOffer read(String text, Predicate<MediaKind> wanted) throws RefusedException {
        SessionDescription offer;
        try {
            offer = SdpParser.parse(text);
        } catch (SdpException e) {
            throw new RefusedException(400, "The offer cannot be read: " + e.getMessage());
        }
        String stream = UUID.randomUUID().toString();
        var tracks = new ArrayList<TrackDescription>();
        var sections = new ArrayList<MediaSection>();
        boolean sends = false;
        for (MediaSection section : offer.media()) {
            MediaKind kind = section.kind().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
            boolean sending =
                    !section.isData() && !section.rejected() && section.direction().sends();
            sends |= sending;
            if (sending
                    && wanted.test(kind)
                    && tracks.stream().noneMatch(track -> track.kind() == kind)) {
                var track = new TrackDescription(UUID.randomUUID().toString(), stream, kind);
                tracks.add(track);
                sections.add(renamed(section, track));
            } else {
                sections.add(section);
            }
        }
        if (!sends) {
            throw new RefusedException(
                    400, "The offer sends neither sound nor picture; WHIP publishes.");
        }
        if (tracks.isEmpty()) {
            throw new RefusedException(403, "The role may publish nothing of what is offered.");
        }
        return new WhipOffer(
                new SessionDescription(offer.version(), offer.attributes(), sections).toString(),
                List.copyOf(tracks),
                offer.transportAttribute("setup").orElse("actpass").equals("passive")
                        ? DtlsRole.CLIENT
                        : DtlsRole.SERVER);
    }

    private static MediaSection renamed(MediaSection section, TrackDescription track) {
        var attributes = new ArrayList<>(section.attributes());
        attributes.removeIf(attribute -> attribute.name().equals("msid"));
        attributes.add(SdpAttribute.of("msid", track.streamId() + " " + track.trackId()));
        return new MediaSection(
                section.kind(), section.port(), section.protocol(), section.formats(), attributes);
    }
}
