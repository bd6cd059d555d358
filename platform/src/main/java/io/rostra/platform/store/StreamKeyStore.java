package io.rostra.platform.store;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// The stream keys of all rooms, at most one each. Blocks; thread-safe.
public final class StreamKeyStore {

    /// 26 characters of 32 are 130 bits, which nobody guesses.
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /// By which people and programs tell a stream key from other secrets.
    public static final String PREFIX = "sk-";

    private static final int LENGTH = 26;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SELECT =
            "SELECT id, room_id, stream_key, created_at FROM stream_keys";

    private final Database database;
    private final ObjectIds ids;
    private final InstantSource clock;
    private final List<Consumer<StreamKey>> listeners = new CopyOnWriteArrayList<>();

    StreamKeyStore(Database database, ObjectIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// Hears of each key that is good no more, on the thread that disabled it.
    public void onDisabled(Consumer<StreamKey> listener) {
        listeners.add(listener);
    }

    /// @return empty when the room has one already
    public Optional<StreamKey> create(String roomId) {
        return database.inTransaction(h -> {
            int made =
                    h.createUpdate(
                                    """
                                    INSERT INTO stream_keys (room_id, id, stream_key, created_at)
                                    VALUES (:room, :id, :key, :now)
                                    ON CONFLICT (room_id) DO NOTHING\
                                    """)
                            .bind("room", roomId)
                            .bind("id", ids.next())
                            .bind("key", PREFIX + random())
                            .bind("now", clock.millis())
                            .execute();
            return made == 0 ? Optional.empty() : ofRoom(h, roomId);
        });
    }

    public Optional<StreamKey> ofRoom(String roomId) {
        return database.read(h -> ofRoom(h, roomId));
    }

    public Optional<StreamKey> find(String key) {
        return database.read(h ->
                h.createQuery(SELECT + " WHERE stream_key = :key")
                        .bind("key", key)
                        .map((row, _) -> key(row))
                        .findOne());
    }

    /// @return whether the room had one
    public boolean disable(String roomId) {
        Optional<StreamKey> disabled =
                database.inTransaction(h -> {
                    Optional<StreamKey> known = ofRoom(h, roomId);
                    h.createUpdate("DELETE FROM stream_keys WHERE room_id = :room")
                            .bind("room", roomId)
                            .execute();
                    return known;
                });
        disabled.ifPresent(key -> listeners.forEach(listener -> listener.accept(key)));
        return disabled.isPresent();
    }

    private static Optional<StreamKey> ofRoom(Handle handle, String roomId) {
        return handle.createQuery(SELECT + " WHERE room_id = :room")
                .bind("room", roomId)
                .map((row, _) -> key(row))
                .findOne();
    }

    private static String random() {
        var text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static StreamKey key(ResultSet row) throws SQLException {
        return new StreamKey(
                row.getString("id"),
                row.getString("room_id"),
                row.getString("stream_key"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
