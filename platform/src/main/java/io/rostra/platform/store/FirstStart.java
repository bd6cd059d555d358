package io.rostra.platform.store;

import io.rostra.platform.room.Room;
import io.rostra.platform.template.LiveStreamingKit;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Fills an empty store, so that there is something to open: one workspace with a key pair, the
/// Live Streaming starter kit and a room.
public final class FirstStart {

    public static final String SUBDOMAIN = "default";
    public static final String ROOM_NAME = "Main Stage";

    private final Database database;
    private final ObjectIds ids;
    private final InstantSource clock;

    public FirstStart(Database database, ObjectIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// Does nothing when the store holds a workspace already.
    public void fillIfEmpty() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        KeyPair keys = KeyPair.generate(new SecureRandom());
        database.inTransaction(h -> {
            if (!WorkspaceStore.all(h).isEmpty()) {
                return false;
            }
            var workspace = new Workspace(ids.next(), SUBDOMAIN, keys);
            var template = LiveStreamingKit.template(ids.next());
            var room =
                    new Room(
                            ids.next(),
                            ROOM_NAME,
                            "",
                            true,
                            workspace.id(),
                            template.id(),
                            now,
                            now);
            WorkspaceStore.insert(h, workspace, now.toEpochMilli());
            TemplateStore.insert(h, workspace.id(), template, true, now.toEpochMilli());
            RoomStore.insert(h, room);
            return true;
        });
    }
}
