package io.rostra.server.ingest;

import io.rostra.sfu.TransportOptions;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.net.TransportDescription;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.PublisherTransport;
import io.rostra.webrtc.ice.IceCredentials;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One push by WHIP (RFC 9725). Confined to the room's event loop, except where it says otherwise.
final class WhipSession implements PublisherTransport.Listener, PushSeat.Media {

    private static final Logger log = LoggerFactory.getLogger(WhipSession.class);

    /// What never came, or was not heard of for some seconds, may come or restart ICE within these.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String id = UUID.randomUUID().toString();
    private final PushSeat seat;
    private final EventLoop loop;
    private final Consumer<WhipSession> onOver;
    private final PublisherTransport transport;
    private final String answer;
    private volatile String etag;
    private EventLoop.@Nullable Timer expiry;
    private boolean over;

    /// Answers the offer.
    ///
    /// @param onOver called once, when the session is over
    WhipSession(
            PushSeat seat, WhipOffer offer, List<String> addresses, Consumer<WhipSession> onOver)
            throws RefusedException {
        this.seat = seat;
        this.loop = seat.router().loop();
        this.onOver = onOver;
        this.transport =
                seat.router()
                        .openPublisher(
                                seat.peerId(),
                                new TransportOptions(addresses, offer.dtlsRole()),
                                this);
        try {
            this.answer = transport.answer(offer.sdp(), offer.tracks());
        } catch (NegotiationException e) {
            transport.close();
            throw new RefusedException(400, "The offer cannot be used: " + e.getMessage());
        }
        if (transport.tracks().size() < offer.tracks().size()) {
            transport.close();
            throw new RefusedException(
                    422,
                    "The offer names no codec that this server takes: send H.264 or VP8"
                            + " (or VP9, AV1), and Opus.");
        }
        this.etag = etagOf(answer);
        seat.attach(this);
        transport.tracks().forEach(seat::publish);
        this.expiry = loop.schedule(PATIENCE, this::expire);
    }

    /// Unguessable: whoever knows it may change and end the session. On any thread.
    String id() {
        return id;
    }

    String answer() {
        return answer;
    }

    /// Stands for the ICE session (RFC 9725 section 4.3.1). On any thread.
    String etag() {
        return etag;
    }

    private static String etagOf(String description) {
        String key = "a=ice-ufrag:";
        int from = description.indexOf(key) + key.length();
        return '"' + description.substring(from, description.indexOf('\r', from)) + '"';
    }

    /// Takes new ICE credentials. On any thread.
    ///
    /// @return the fragment that says so (RFC 8840)
    CompletableFuture<String> restartIce() {
        return loop.call(() -> {
            if (over) {
                throw new IllegalStateException("The session is over");
            }
            TransportDescription renewed = transport.restartIce();
            IceCredentials credentials = renewed.credentials();
            etag = '"' + credentials.ufrag() + '"';
            var fragment = new StringBuilder();
            line(fragment, "a=ice-lite");
            line(fragment, "a=ice-ufrag:" + credentials.ufrag());
            line(fragment, "a=ice-pwd:" + credentials.password());
            renewed.candidates().forEach(each -> line(fragment, "a=candidate:" + each));
            line(fragment, "a=end-of-candidates");
            return fragment.toString();
        });
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }

    /// The client is done. On any thread.
    void delete() {
        loop.post(() -> {
            close();
            seat.leave();
        });
    }

    private void close() {
        if (!over) {
            over = true;
            if (expiry != null) {
                expiry.cancel();
            }
            transport.close();
            onOver.accept(this);
        }
    }

    @Override
    public void onTrackPublished(PublishedTrack track) {
        // The seat hears of it when the offer as a whole was found good.
    }

    @Override
    public void onTrackUnpublished(PublishedTrack track) {
        seat.unpublish(track);
    }

    @Override
    public void onConnectedChanged(boolean connected) {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
        if (!connected && !over) {
            expiry = loop.schedule(PATIENCE, this::expire);
        }
    }

    private void expire() {
        if (!over && !transport.connected()) {
            log.info("Push of peer {} was not heard of any more", seat.peerId());
            close();
            seat.lost();
        }
    }

    @Override
    public void onWithdrawn(PublishedTrack track) {
        transport.withdraw(track.id());
    }

    @Override
    public void onEnded(String reason) {
        log.info("Push of peer {} was ended: {}", seat.peerId(), reason);
        close();
    }

    /// Whether the seat lets this be published. For the offer, before there is a session.
    static boolean allowed(Pass pass, MediaKind kind) {
        return pass.role()
                .publishParams()
                .allowed()
                .contains(kind == MediaKind.AUDIO ? "audio" : "video");
    }
}
