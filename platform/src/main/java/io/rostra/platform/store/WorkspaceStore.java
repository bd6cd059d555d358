package io.rostra.platform.store;

import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The workspaces of this installation. Blocks; thread-safe.
public final class WorkspaceStore {

    private final Database database;

    public WorkspaceStore(Database database) {
        this.database = database;
    }

    public List<Workspace> all() {
        return database.inTransaction(WorkspaceStore::all);
    }

    static List<Workspace> all(Handle handle) {
        return handle.createQuery(
                        "SELECT id, subdomain, access_key, secret FROM workspaces ORDER BY id")
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
