package io.rostra.platform.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Fills a store with as much as an installation gathers in some months.
public final class BenchData {

    private BenchData() {}

    /// Has the disk take what was filled in, so that its writing is not measured.
    ///
    /// @param folder of an SQLite database
    public static void settle(PlatformStores stores, TestDatabase kind, Path folder)
            throws IOException {
        switch (kind) {
            case SQLITE -> {
                stores.database()
                        .read(h ->
                                h.createQuery("PRAGMA wal_checkpoint(TRUNCATE)").mapToMap().list());
                Path file = folder.resolve("data/rostra.db");
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
            case POSTGRES -> stores.database().read(h -> h.execute("CHECKPOINT"));
        }
    }

    /// @return ids of the rooms
    public static List<String> fill(
            PlatformStores stores, int rooms, int sessions, int peersPerSession) {
        String workspace = stores.workspaces().all().getFirst().id();
        String template = stores.templates().defaultOf(workspace).id();
        Instant end = stores.clock().instant();
        Instant start = end.minus(Duration.ofDays(60));
        List<String> roomIds = new ArrayList<>();
        stores.database()
                .inTransaction(h -> {
                    PreparedBatch batch =
                            h.prepareBatch(
                                    """
                                    INSERT INTO rooms (id, workspace_id, template_id, name,
                                        name_key, description, enabled, created_at, updated_at)
                                    VALUES (:id, :workspace, :template, :name, :name, '',
                                        :enabled, :now, :now)\
                                    """);
                    for (int i = 0; i < rooms; i++) {
                        String id = stores.ids().next();
                        roomIds.add(id);
                        batch.bind("id", id)
                                .bind("workspace", workspace)
                                .bind("template", template)
                                .bind("name", "room-" + i)
                                .bind("enabled", i % 10 != 0)
                                .bind("now", start.toEpochMilli() + i)
                                .add();
                    }
                    return batch.execute();
                });
        long step = Duration.between(start, end).toMillis() / sessions;
        int chunk = 500;
        for (int from = 0; from < sessions; from += chunk) {
            int first = from;
            if (from % (sessions / 10) == 0) {
                System.out.printf(
                        "  %,d of %,d peers%n", from * peersPerSession, sessions * peersPerSession);
            }
            stores.database()
                    .inTransaction(h -> {
                        PreparedBatch rows =
                                h.prepareBatch(
                                        """
                                        INSERT INTO sessions (id, workspace_id, room_id, active,
                                            created_at, updated_at)
                                        VALUES (:id, :workspace, :room, :active, :from, :to)\
                                        """);
                        PreparedBatch peers =
                                h.prepareBatch(
                                        """
                                        INSERT INTO session_peers (session_id, peer_id, name, role,
                                            user_id, joined_at, left_at, reason)
                                        VALUES (:session, :peer, 'Somebody with a name',
                                            'hls-viewer', :user, :from, :to, 'client request')\
                                        """);
                        for (int i = first; i < Math.min(first + chunk, sessions); i++) {
                            long at = start.toEpochMilli() + i * step;
                            String id = String.format("%08x%016x", at / 1000, (long) i);
                            rows.bind("id", id)
                                    .bind("workspace", workspace)
                                    .bind("room", roomIds.get(i % rooms))
                                    .bind("active", i >= sessions - 50)
                                    .bind("from", at)
                                    .bind("to", at + 3_600_000)
                                    .add();
                            for (int peer = 0; peer < peersPerSession; peer++) {
                                peers.bind("session", id)
                                        .bind("peer", UUID.randomUUID().toString())
                                        .bind("user", "user-" + peer)
                                        .bind("from", at + peer)
                                        .bind("to", at + 3_600_000)
                                        .add();
                            }
                        }
                        rows.execute();
                        return peers.execute();
                    });
        }
        return roomIds;
    }
}
