package io.rostra.platform.store;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The room codes of all rooms. Blocks; thread-safe.
public final class RoomCodeStore {

    public static final int MOST_PER_ROOM = 100;

    /// Ten letters, as nobody can guess: 26^10 is 2^47, and guesses are limited by whoever asks.
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String COLUMNS = "code, room_id, role, enabled, created_at, updated_at";

    private final Database database;
    private final InstantSource clock;

    RoomCodeStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Makes a code for each of the roles that has none, and disables those of other roles.
    ///
    /// @return one code of each role
    public List<RoomCode> createMissing(String roomId, Collection<String> roles) {
        return database.inTransaction(h -> {
            List<RoomCode> existing = all(h, roomId);
            List<RoomCode> codes = new ArrayList<>();
            for (String role : roles) {
                codes.add(
                        existing.stream()
                                .filter(code -> code.role().equals(role))
                                .findFirst()
                                .orElseGet(() -> insert(h, roomId, role, clock.instant())));
            }
            existing.stream()
                    .filter(code -> code.enabled() && !roles.contains(code.role()))
                    .forEach(code -> write(h, code.code(), false));
            return codes;
        });
    }

    /// @return empty when the room has as many codes as it may
    public Optional<RoomCode> create(String roomId, String role) {
        return database.inTransaction(h ->
                all(h, roomId).size() >= MOST_PER_ROOM
                        ? Optional.empty()
                        : Optional.of(insert(h, roomId, role, clock.instant())));
    }

    /// The enabled codes of several rooms, oldest first.
    public List<RoomCode> enabledOf(Collection<String> roomIds) {
        if (roomIds.isEmpty()) {
            return List.of();
        }
        return database.read(h ->
                h.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM room_codes WHERE enabled AND room_id IN (<rooms>)"
                                        + " ORDER BY created_at, code")
                        .bindList("rooms", List.copyOf(roomIds))
                        .map((row, _) -> code(row))
                        .list());
    }

    public Optional<RoomCode> find(String code) {
        return database.read(h -> byCode(h, code));
    }

    public Optional<RoomCode> enable(String code, boolean enabled) {
        return database.inTransaction(h -> {
            write(h, code, enabled);
            return byCode(h, code);
        });
    }

    /// In the order of the codes.
    ///
    /// @param start the last code of the page before, or null
    public List<RoomCode> list(
            String roomId,
            @Nullable String role,
            @Nullable Boolean enabled,
            @Nullable String start,
            int limit) {
        Filter filter =
                Filter.of("room_id = :room", "room", roomId)
                        .and("role = :role", "role", role)
                        .and("enabled = :enabled", "enabled", enabled)
                        .and("code > :start", "start", start);
        return database.read(h ->
                h.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM room_codes"
                                        + filter.sql()
                                        + " ORDER BY code LIMIT :limit")
                        .bindMap(filter.values())
                        .bind("limit", limit)
                        .map((row, _) -> code(row))
                        .list());
    }

    private static List<RoomCode> all(Handle handle, String roomId) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM room_codes WHERE room_id = :room ORDER BY created_at, code")
                .bind("room", roomId)
                .map((row, _) -> code(row))
                .list();
    }

    private static Optional<RoomCode> byCode(Handle handle, String code) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM room_codes WHERE code = :code")
                .bind("code", code)
                .map((row, _) -> code(row))
                .findOne();
    }

    static RoomCode insert(Handle handle, String roomId, String role, Instant now) {
        String code = letters(3) + "-" + letters(4) + "-" + letters(3);
        handle.createUpdate(
                        """
                        INSERT INTO room_codes (code, room_id, role, enabled, created_at, updated_at)
                        VALUES (:code, :room, :role, TRUE, :now, :now)\
                        """)
                .bind("code", code)
                .bind("room", roomId)
                .bind("role", role)
                .bind("now", now.toEpochMilli())
                .execute();
        return byCode(handle, code).orElseThrow();
    }

    private void write(Handle handle, String code, boolean enabled) {
        handle.createUpdate(
                        """
                        UPDATE room_codes SET enabled = :enabled, updated_at = :now
                        WHERE code = :code\
                        """)
                .bind("code", code)
                .bind("enabled", enabled)
                .bind("now", clock.millis())
                .execute();
    }

    private static String letters(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static RoomCode code(ResultSet row) throws SQLException {
        return new RoomCode(
                row.getString("code"),
                row.getString("room_id"),
                row.getString("role"),
                row.getBoolean("enabled"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
