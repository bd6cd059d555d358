package io.rostra.platform.store;

import io.rostra.platform.room.Room;
import io.rostra.platform.template.LiveStreamingKit;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;

/// Fills an empty store, so that there is something to open: one workspace with a key pair, the
/// Live Streaming starter kit and a room with a code for each role.
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
        KeyPair keys = KeyPair.generate(new SecureRandom());
        database.inTransaction(h -> {
            if (WorkspaceStore.all(h).isEmpty()) {
                fill(h, SUBDOMAIN, ids, clock, keys);
            }
            return true;
        });
    }

    /// A workspace with the Live Streaming kit and a room with its codes.
    static Workspace fill(
            Handle handle, String subdomain, ObjectIds ids, InstantSource clock, KeyPair keys) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var workspace = new Workspace(ids.next(), subdomain, keys);
        var template = LiveStreamingKit.template(ids.next());
        var room =
                new Room(ids.next(), ROOM_NAME, "", true, workspace.id(), template.id(), now, now);
        WorkspaceStore.insert(handle, workspace, now.toEpochMilli());
        TemplateStore.insert(handle, workspace.id(), template, true, now.toEpochMilli());
        RoomStore.insert(handle, room);
        for (String role : template.roles().keySet()) {
            RoomCodeStore.insert(handle, room.id(), role, now);
        }
        return workspace;
    }
}
