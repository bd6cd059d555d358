package io.rostra.platform.api;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.ClientFailed;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.token.AppToken;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/v2/client/report`: what client SDKs tell of failures they had while not connected. They keep
/// and send again what is not answered with 200, so what cannot be used is passed over without a
/// word.
final class ClientReportsResource {

    private static final int REPORTS_PER_SECOND = 20;
    private static final int REPORTS_AT_ONCE = 400;
    private static final int MAX_TEXT = 1024;

    private final RoomEvents events;
    private final InstantSource clock;
    private final Json json;
    private final RateLimit limit = new RateLimit(REPORTS_PER_SECOND, REPORTS_AT_ONCE);

    ClientReportsResource(RoomEvents events, InstantSource clock, Json json) {
        this.events = events;
        this.clock = clock;
        this.json = json;
    }

    ApiReply handle(AppToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        if (!limit.exhausted()) {
            limit.spend();
            try {
                note(caller, body);
            } catch (ApiException _) {
                // of a form that no SDK has
            }
        }
        return ApiReply.ok(Map.of());
    }

    private void note(AppToken caller, JsonBody body) {
        String event = body.requiredText("event", 128);
        @Nullable String type = ClientFailed.typeOf(event);
        String details = body.json("payload");
        if (type == null) {
            return;
        }
        JsonBody peer = body.objectOrEmpty("peer");
        var identity =
                new RoomEvent.PeerIdentity(
                        textOf(peer, "peer_id"),
                        caller.userId(),
                        textOf(peer, "user_name"),
                        "",
                        caller.role(),
                        null);
        events.on(
                new ClientFailed(
                        caller.roomId(),
                        "",
                        identity,
                        type,
                        details.length() > ClientFailed.MAX_DETAILS ? "{}" : details,
                        clock.instant()));
    }

    private static String textOf(JsonBody body, String member) {
        String text = body.text(member, MAX_TEXT);
        return text == null ? "" : text;
    }
}
