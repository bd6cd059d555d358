package io.rostra.platform.store;

import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.RetiredKey;
import io.rostra.platform.workspace.TokenEndpointRules;
import io.rostra.platform.workspace.Workspace;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The workspaces of this installation and their keys. Blocks; thread-safe.
public final class WorkspaceStore {

    private final Database database;
    private final ObjectIds ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    WorkspaceStore(Database database, ObjectIds ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// The oldest first.
    public List<Workspace> all() {
        return database.read(WorkspaceStore::all);
    }

    /// Whom the workspace's token endpoint serves.
    public TokenEndpointRules tokenEndpoint(String workspaceId) {
        return database.read(h ->
                h.createQuery("SELECT token_endpoint FROM workspaces WHERE id = :id")
                        .bind("id", workspaceId)
                        .mapTo(String.class)
                        .findOne()
                        .map(json -> StoredJson.read(json, TokenEndpointRules.class))
                        .orElse(TokenEndpointRules.NONE));
    }

    public void setTokenEndpoint(String workspaceId, TokenEndpointRules rules) {
        database.inTransaction(h ->
                h.createUpdate("UPDATE workspaces SET token_endpoint = :rules WHERE id = :id")
                        .bind("rules", StoredJson.write(rules))
                        .bind("id", workspaceId)
                        .execute());
    }

    /// Keys that were replaced and still count.
    public List<RetiredKey> retiredKeys() {
        return database.read(h ->
                h.createQuery(
                                """
                                SELECT workspace_id, access_key, secret, expires_at
                                FROM retired_keys WHERE expires_at > :now\
                                """)
                        .bind("now", clock.millis())
                        .map((row, _) ->
                                new RetiredKey(
                                        row.getString("workspace_id"),
                                        new KeyPair(
                                                row.getString("access_key"),
                                                row.getString("secret")),
                                        Instant.ofEpochMilli(row.getLong("expires_at"))))
                        .list());
    }

    /// Makes a workspace with keys and a starter kit of its own.
    ///
    /// @throws NameTakenException when there is one of this subdomain
    public Workspace create(String subdomain) throws NameTakenException {
        return database.inTransaction(h -> {
            if (all(h).stream().anyMatch(known -> known.subdomain().equals(subdomain))) {
                throw new NameTakenException();
            }
            return FirstStart.fill(h, subdomain, ids, clock, KeyPair.generate(random));
        });
    }

    /// Gives the workspace a new key pair. Tokens of the old one count for a while.
    ///
    /// @return the new pair, or empty when there is no such workspace
    public Optional<KeyPair> rotateKeys(String workspaceId, Duration grace) {
        KeyPair fresh = KeyPair.generate(random);
        return database.inTransaction(h -> {
            Optional<Workspace> known =
                    all(h).stream().filter(each -> each.id().equals(workspaceId)).findFirst();
            if (known.isEmpty()) {
                return Optional.empty();
            }
            long now = clock.millis();
            h.createUpdate("DELETE FROM retired_keys WHERE expires_at <= :now")
                    .bind("now", now)
                    .execute();
            h.createUpdate(
                            """
                            INSERT INTO retired_keys (access_key, workspace_id, secret, expires_at)
                            VALUES (:accessKey, :workspace, :secret, :expires)\
                            """)
                    .bind("accessKey", known.get().keys().accessKey())
                    .bind("workspace", workspaceId)
                    .bind("secret", known.get().keys().secret())
                    .bind("expires", now + grace.toMillis())
                    .execute();
            h.createUpdate(
                            """
                            UPDATE workspaces SET access_key = :accessKey, secret = :secret
                            WHERE id = :workspace\
                            """)
                    .bind("accessKey", fresh.accessKey())
                    .bind("secret", fresh.secret())
                    .bind("workspace", workspaceId)
                    .execute();
            return Optional.of(fresh);
        });
    }

    static List<Workspace> all(Handle handle) {
        return handle.createQuery(
                        "SELECT id, subdomain, access_key, secret FROM workspaces ORDER BY"
                                + " created_at, id")
                .map((row, _) -> workspace(row))
                .list();
    }

    static void insert(Handle handle, Workspace workspace, long nowMillis) {
        handle.createUpdate(
                        """
                        INSERT INTO workspaces (id, subdomain, access_key, secret, created_at)
                        VALUES (:id, :subdomain, :accessKey, :secret, :now)\
                        """)
                .bind("id", workspace.id())
                .bind("subdomain", workspace.subdomain())
                .bind("accessKey", workspace.keys().accessKey())
                .bind("secret", workspace.keys().secret())
                .bind("now", nowMillis)
                .execute();
    }

    private static Workspace workspace(ResultSet row) throws SQLException {
        return new Workspace(
                row.getString("id"),
                row.getString("subdomain"),
                new KeyPair(row.getString("access_key"), row.getString("secret")));
    }
}
