package io.rostra.platform.store;

import java.time.InstantSource;

/// Everything that is stored, by kind.
public record PlatformStores(
        Database database,
        InstantSource clock,
        ObjectIds ids,
        WorkspaceStore workspaces,
        TemplateStore templates,
        RoomStore rooms,
        RoomCodeStore codes,
        StreamKeyStore streamKeys,
        SessionStore sessions,
        QualityStore quality,
        LiveStreamStore liveStreams,
        ExternalStreamStore externalStreams,
        WebhookStore webhooks,
        AuditStore audit,
        OperatorStore operator,
        UsageStore usage,
        ExportStore exports,
        PollStore polls,
        RoomEventStore roomEvents,
        UploadStore uploads) {

    /// @param database stays the caller's, who closes it
    public static PlatformStores of(Database database, InstantSource clock) {
        var ids = new ObjectIds(clock);
        var templates = new TemplateStore(database, ids, clock);
        return new PlatformStores(
                database,
                clock,
                ids,
                new WorkspaceStore(database, ids, clock),
                templates,
                new RoomStore(database, templates, ids, clock),
                new RoomCodeStore(database, clock),
                new StreamKeyStore(database, ids, clock),
                new SessionStore(database, ids),
                new QualityStore(database),
                new LiveStreamStore(database),
                new ExternalStreamStore(database),
                new WebhookStore(database, ids, clock),
                new AuditStore(database, ids, clock),
                new OperatorStore(database, ids, clock),
                new UsageStore(database),
                new ExportStore(database),
                new PollStore(database, ids, clock),
                new RoomEventStore(database, ids),
                new UploadStore(database));
    }

    /// Makes the first workspace if there is none.
    public void fillIfEmpty() {
        new FirstStart(database, ids, clock).fillIfEmpty();
    }

    /// Ends what a process that died left open. Only for the one that serves rooms.
    public void closeAbandoned() {
        sessions.closeAbandoned();
        liveStreams.closeAbandoned(clock.instant());
        externalStreams.closeAbandoned(clock.instant());
    }
}
