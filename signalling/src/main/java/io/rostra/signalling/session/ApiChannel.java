package io.rostra.signalling.session;

import io.rostra.signalling.rpc.ApiChannelCodec;
import io.rostra.signalling.rpc.ApiChannelMessage;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.MalformedMessageException;
import io.rostra.signalling.rpc.RequestId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the API data channel: which video layer and which audio a peer wants. Every request is
/// answered at once, since a client without an answer shows a black tile. Confined to the room's
/// event loop.
final class ApiChannel {

    private static final Logger log = LoggerFactory.getLogger(ApiChannel.class);

    /// The longest request has some 200 characters.
    private static final int MAX_LENGTH = 4096;

    private final Stage stage;

    ApiChannel(Stage stage) {
        this.stage = stage;
    }

    void onMessage(Peer peer, PeerMedia media, String text) {
        if (text.length() > MAX_LENGTH) {
            log.debug("Peer {} sends a giant on the API channel", peer.id());
            return;
        }
        try {
            ApiChannelMessage message = ApiChannelCodec.decode(text);
            if (!media.allowApiMessage()) {
                refuseExcess(media, message);
                return;
            }
            switch (message) {
                case ApiChannelMessage.PreferVideo(var id, var trackId, var layer) ->
                        answer(media, id, media.preferVideo(trackId, layer), trackId);
                case ApiChannelMessage.PreferAudio(var id, var trackId, boolean subscribed) ->
                        answer(media, id, media.preferAudio(trackId, subscribed), trackId);
                case ApiChannelMessage.PreferStream preference -> stage.prefer(media, preference);
                case ApiChannelMessage.Unknown(var id, var method) ->
                        refuse(media, id, "The method " + method + " is not supported");
            }
        } catch (MalformedMessageException e) {
            log.debug("Peer {} on the API channel: {}", peer.id(), e.reason());
            if (e.id() != null) {
                media.sendApiMessage(
                        ApiChannelCodec.failure(e.id(), ErrorCode.BAD_REQUEST, e.reason()));
            }
        }
    }

    private static void refuseExcess(PeerMedia media, ApiChannelMessage message) {
        @Nullable RequestId id =
                switch (message) {
                    case ApiChannelMessage.PreferVideo video -> video.id();
                    case ApiChannelMessage.PreferAudio audio -> audio.id();
                    case ApiChannelMessage.Unknown unknown -> unknown.id();
                    case ApiChannelMessage.PreferStream _ -> null; // is never answered
                };
        if (id != null) {
            media.sendApiMessage(
                    ApiChannelCodec.failure(id, ErrorCode.TOO_MANY_REQUESTS, "Too fast"));
        }
    }

    private static void answer(PeerMedia media, RequestId id, boolean known, String trackId) {
        if (known) {
            media.sendApiMessage(ApiChannelCodec.success(id));
        } else {
            refuse(media, id, "There is no track " + trackId);
        }
    }

    private static void refuse(PeerMedia media, RequestId id, String reason) {
        media.sendApiMessage(ApiChannelCodec.failure(id, ErrorCode.NOT_FOUND, reason));
    }
}
