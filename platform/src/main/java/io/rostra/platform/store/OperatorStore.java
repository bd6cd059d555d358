package io.rostra.platform.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The operator's password, the links by which it is chosen, and the sessions it opened; tokens
/// only as hashes. Blocks; thread-safe.
public final class OperatorStore {

    private static final String OPERATOR = "operator";

    private final Database database;
    private final ObjectIds ids;
    private final InstantSource clock;

    OperatorStore(Database database, ObjectIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// A browser that is logged in.
    public record Session(String id, Instant createdAt, Instant expiresAt) {}

    /// Empty until one was chosen.
    public Optional<String> passwordHash() {
        return database.read(OperatorStore::passwordHash);
    }

    public void addLink(String tokenHash, Instant expiresAt) {
        database.inTransaction(h -> {
            h.createUpdate("DELETE FROM operator_links WHERE expires_at <= :now")
                    .bind("now", clock.millis())
                    .execute();
            return h.createUpdate(
                            "INSERT INTO operator_links (token_hash, expires_at) VALUES (:hash,"
                                    + " :expires)")
                    .bind("hash", tokenHash)
                    .bind("expires", expiresAt.toEpochMilli())
                    .execute();
        });
    }

    /// Whether the link can still be used.
    public boolean hasLink(String tokenHash) {
        return database.read(h ->
                h.createQuery(
                                "SELECT COUNT(*) FROM operator_links WHERE token_hash ="
                                        + " :hash AND expires_at > :now")
                        .bind("hash", tokenHash)
                        .bind("now", clock.millis())
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    /// Sets the password by a link, which ends all links and all sessions.
    ///
    /// @return false when the link was used, or has expired
    public boolean setPasswordByLink(String tokenHash, String passwordHash) {
        return database.inTransaction(h -> {
            int used =
                    h.createUpdate(
                                    "DELETE FROM operator_links WHERE token_hash = :hash AND"
                                            + " expires_at > :now")
                            .bind("hash", tokenHash)
                            .bind("now", clock.millis())
                            .execute();
            if (used == 0) {
                return false;
            }
            h.createUpdate("DELETE FROM operator_links").execute();
            h.createUpdate("DELETE FROM operator_sessions").execute();
            writePassword(h, passwordHash);
            return true;
        });
    }

    /// Replaces the password unless somebody else did so meanwhile.
    ///
    /// @return false when it is no longer `before`
    public boolean changePassword(String before, String after) {
        return database.inTransaction(h -> {
            boolean current = passwordHash(h).filter(before::equals).isPresent();
            if (current) {
                writePassword(h, after);
            }
            return current;
        });
    }

    /// Opens a session for whoever knew the password.
    ///
    /// @param passwordHash that was checked
    /// @return empty when the password was changed meanwhile
    public Optional<Session> openSession(String passwordHash, String tokenHash, Instant expiresAt) {
        var session = new Session(ids.next(), clock.instant(), expiresAt);
        return database.inTransaction(h -> {
            h.createUpdate("DELETE FROM operator_sessions WHERE expires_at <= :now")
                    .bind("now", clock.millis())
                    .execute();
            if (passwordHash(h).filter(passwordHash::equals).isEmpty()) {
                return Optional.empty();
            }
            h.createUpdate(
                            """
                            INSERT INTO operator_sessions (id, token_hash, created_at, expires_at)
                            VALUES (:id, :hash, :now, :expires)\
                            """)
                    .bind("id", session.id())
                    .bind("hash", tokenHash)
                    .bind("now", session.createdAt().toEpochMilli())
                    .bind("expires", expiresAt.toEpochMilli())
                    .execute();
            return Optional.of(session);
        });
    }

    /// The session of a token, unless it was ended or has expired.
    public Optional<Session> session(String tokenHash) {
        return database.read(h ->
                h.createQuery(
                                """
                                SELECT id, created_at, expires_at FROM operator_sessions
                                WHERE token_hash = :hash AND expires_at > :now\
                                """)
                        .bind("hash", tokenHash)
                        .bind("now", clock.millis())
                        .map((row, _) ->
                                new Session(
                                        row.getString("id"),
                                        Instant.ofEpochMilli(row.getLong("created_at")),
                                        Instant.ofEpochMilli(row.getLong("expires_at"))))
                        .findOne());
    }

    /// How many browsers are logged in.
    public int sessions() {
        return database.read(h ->
                h.createQuery("SELECT COUNT(*) FROM operator_sessions WHERE expires_at > :now")
                        .bind("now", clock.millis())
                        .mapTo(Integer.class)
                        .one());
    }

    public void endSession(String id) {
        database.inTransaction(h ->
                h.createUpdate("DELETE FROM operator_sessions WHERE id = :id")
                        .bind("id", id)
                        .execute());
    }

    /// Logs every other browser out.
    public void endOtherSessions(String id) {
        database.inTransaction(h ->
                h.createUpdate("DELETE FROM operator_sessions WHERE id <> :id")
                        .bind("id", id)
                        .execute());
    }

    private static Optional<String> passwordHash(Handle handle) {
        return handle.createQuery("SELECT hash FROM operator_password WHERE id = :id")
                .bind("id", OPERATOR)
                .mapTo(String.class)
                .findOne();
    }

    private void writePassword(Handle handle, String hash) {
        handle.createUpdate(
                        """
                        INSERT INTO operator_password (id, hash, updated_at)
                        VALUES (:id, :hash, :now)
                        ON CONFLICT (id) DO UPDATE SET hash = :hash, updated_at = :now\
                        """)
                .bind("id", OPERATOR)
                .bind("hash", hash)
                .bind("now", clock.millis())
                .execute();
    }
}
