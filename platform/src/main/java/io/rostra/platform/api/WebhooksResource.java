package io.rostra.platform.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.rostra.platform.room.RoomOptions;
import io.rostra.platform.store.WebhookEvent;
import io.rostra.platform.store.WebhookEvent.Status;
import io.rostra.platform.store.WebhookStore;
import io.rostra.platform.store.WebhookTarget;
import io.rostra.platform.token.ManagementToken;
import io.rostra.platform.webhook.WebhookDispatcher;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v2/webhook`, where events of the workspace go (the original has that on its dashboard only),
/// and `/v2/analytics/webhooks`, which were sent and which to send again.
final class WebhooksResource {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration MOST_ASKED = Duration.ofDays(14);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_REPLAYED = 50_000;
    private static final int MOST_TYPES = 40;
    private static final int MAX_SECRET = 256;

    private final WebhookStore webhooks;
    private final InstantSource clock;
    private final Json json;
    private final SecureRandom random = new SecureRandom();

    WebhooksResource(WebhookStore webhooks, InstantSource clock, Json json) {
        this.webhooks = webhooks;
        this.clock = clock;
        this.json = json;
    }

    /// @param signingSecret shown once, when it was made by us
    record TargetView(
            @Nullable String url, Map<String, String> headers, @Nullable String signingSecret) {}

    ApiReply target(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(
                webhooks.target(caller.workspaceId())
                        .map(target ->
                                new TargetView(
                                        target.url(),
                                        RoomOptionsReader.hidden(target.headers()),
                                        StorageReader.HIDDEN))
                        .orElse(new TargetView("", Map.of(), null)));
    }

    ApiReply setTarget(ManagementToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        WebhookTarget before = webhooks.target(caller.workspaceId()).orElse(null);
        RoomOptions.Webhook given =
                RoomOptionsReader.webhook(
                        body,
                        before == null
                                ? null
                                : new RoomOptions.Webhook(before.url(), before.headers()));
        String secret = body.text("signing_secret", MAX_SECRET);
        boolean keep = secret == null || secret.equals(StorageReader.HIDDEN);
        boolean made = keep && before == null;
        String inForce =
                keep
                        ? Optional.ofNullable(before)
                                .map(WebhookTarget::signingSecret)
                                .orElseGet(this::newSecret)
                        : String.valueOf(secret);
        webhooks.setTarget(
                caller.workspaceId(), new WebhookTarget(given.url(), given.headers(), inForce));
        return ApiReply.ok(
                new TargetView(
                        given.url(),
                        RoomOptionsReader.hidden(given.headers()),
                        made ? inForce : StorageReader.HIDDEN));
    }

    ApiReply removeTarget(ManagementToken caller, ApiRequest request) {
        webhooks.removeTarget(caller.workspaceId());
        return ApiReply.noContent();
    }

    private String newSecret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    record Log(List<EventView> events, Pagination pagination, Summary summary) {}

    record EventView(
            String eventId,
            String eventName,
            String roomId,
            String eventTimestamp,
            PayloadView payload) {}

    record PayloadView(
            @JsonRawValue String eventData,
            String webhookUrl,
            String originalEventName,
            int attempts,
            @Nullable String errorReason) {}

    record Pagination(
            int currentPage,
            int pageSize,
            long totalPages,
            long totalItems,
            boolean hasNext,
            boolean hasPrev) {}

    record Summary(long totalEvents) {}

    ApiReply log(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        int limit = params.integer("limit", 1, 100, 50);
        int page = params.integer("page", 1, 100_000, 1);
        var query =
                query(
                        params.instant("start_time"),
                        params.instant("end_time"),
                        params.text("room_id"),
                        null,
                        params.choice("status", List.of("all", "failed", "success", "pending")),
                        params.texts("event_names", MOST_TYPES),
                        limit,
                        (page - 1) * limit);
        long total = webhooks.count(caller.workspaceId(), query);
        List<EventView> events =
                webhooks.list(caller.workspaceId(), query).stream()
                        .map(WebhooksResource::view)
                        .toList();
        long pages = (total + limit - 1) / limit;
        return ApiReply.ok(
                new Log(
                        events,
                        new Pagination(page, limit, pages, total, page < pages, page > 1),
                        new Summary(total)));
    }

    private static EventView view(WebhookEvent event) {
        return new EventView(
                event.eventId(),
                "reporter.webhook.delivery." + outcome(event.status()),
                event.roomId(),
                event.createdAt().toString(),
                new PayloadView(
                        event.payload(),
                        event.url(),
                        event.type(),
                        event.attempts(),
                        event.error().isEmpty() ? null : event.error()));
    }

    private static String outcome(Status status) {
        return switch (status) {
            case PENDING -> "pending";
            case DELIVERED -> "success";
            case FAILED -> "failed";
        };
    }

    private WebhookStore.Query query(
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable String roomId,
            @Nullable String eventId,
            @Nullable String status,
            List<String> types,
            int limit,
            int offset) {
        Instant now = clock.instant();
        Instant from = start == null ? now.minus(DAY) : start;
        if (from.isBefore(now.minus(KEPT))) {
            throw new ApiException(
                    ApiError.INVALID_QUERY, "start_time must be within the last 30 days");
        }
        if (end != null && end.isAfter(from.plus(MOST_ASKED))) {
            throw new ApiException(
                    ApiError.INVALID_QUERY, "end_time must be within 14 days after start_time");
        }
        return new WebhookStore.Query(
                from,
                end,
                roomId,
                eventId,
                switch (status == null ? "all" : status) {
                    case "failed" -> Status.FAILED;
                    case "success" -> Status.DELIVERED;
                    case "pending" -> Status.PENDING;
                    default -> null;
                },
                types,
                limit,
                offset);
    }

    record Filters(
            @Nullable String startTime,
            @Nullable String endTime,
            @Nullable String roomId,
            @Nullable String eventId,
            List<String> eventTypes,
            String status,
            int limit,
            int offset) {}

    record Started(
            String workflowId, String status, String message, @JsonRawValue String filters) {}

    /// Filters come in the body; one page of the original's documentation has them in the query.
    ApiReply replay(ManagementToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        QueryParams params = request.params();
        String start = orElse(body.text("start_time", 64), params.text("start_time"));
        String end = orElse(body.text("end_time", 64), params.text("end_time"));
        List<String> names = body.texts("event_names", MOST_TYPES, 64);
        String status =
                orElse(
                        body.choice("status", List.of("all", "failed", "success")),
                        params.choice("status", List.of("all", "failed", "success")));
        var filters =
                new Filters(
                        start,
                        end,
                        orElse(body.text("room_id", 64), params.text("room_id")),
                        body.text("event_id", 64),
                        names == null ? params.texts("event_names", MOST_TYPES) : names,
                        status == null ? "failed" : status,
                        body.integer("limit", 1, MOST_REPLAYED, MOST_REPLAYED),
                        body.integer("offset", 0, 1_000_000, 0));
        var query =
                query(
                        instant("start_time", start),
                        instant("end_time", end),
                        filters.roomId(),
                        filters.eventId(),
                        filters.eventId() != null && status == null ? "all" : filters.status(),
                        filters.eventTypes(),
                        filters.limit(),
                        filters.offset());
        String asJson = new String(json.write(filters), StandardCharsets.UTF_8);
        Map.Entry<WebhookStore.Replay, Boolean> replay =
                webhooks.replay(caller.workspaceId(), asJson, query, WebhookDispatcher::asReplay);
        return ApiReply.ok(
                new Started(
                        replay.getKey().id(),
                        replay.getValue() ? "started" : "already_running",
                        replay.getKey().total() + " events are sent again",
                        asJson));
    }

    record Progress(long total, long completed, long failed) {}

    record Result(long total, long completed, long failed, List<String> failedEvents) {}

    record ReplayView(
            String workflowId,
            String status,
            String startedAt,
            @JsonRawValue String filters,
            Progress progress,
            Result result) {}

    ApiReply replayState(ManagementToken caller, ApiRequest request) {
        WebhookStore.Replay replay =
                webhooks.findReplay(caller.workspaceId(), request.pathValue("workflow_id"))
                        .orElseThrow(
                                () -> new ApiException(ApiError.NOT_FOUND, "workflow not found"));
        String status =
                replay.running()
                        ? "Running"
                        : replay.failed() > 0 ? "completed_with_failures" : "completed";
        return ApiReply.ok(
                new ReplayView(
                        replay.id(),
                        status,
                        replay.createdAt().toString(),
                        replay.filters(),
                        new Progress(replay.total(), replay.delivered(), replay.failed()),
                        new Result(
                                replay.total(),
                                replay.delivered(),
                                replay.failed(),
                                replay.failedEvents())));
    }

    private static @Nullable Instant instant(String member, @Nullable String text) {
        return text == null
                ? null
                : ApiTime.parse(text).orElseThrow(() -> JsonBody.refused(member, ApiTime.RULE));
    }

    private static @Nullable String orElse(@Nullable String value, @Nullable String otherwise) {
        return value == null ? otherwise : value;
    }
}
