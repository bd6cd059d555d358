package io.rostra.server;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.Database;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.workspace.Workspace;
import java.util.UUID;

/// `rostra token management` and `rostra token app <room id> <role> [<user id>]`: prints a token
/// for the first workspace, valid for a day. Works beside a running server.
public final class TokenCommand {

    private static final String USAGE =
            """
            Usage: rostra token management
                   rostra token app <room id> <role> [<user id>]\
            """;

    private TokenCommand() {}

    public static void main(String[] args) {
        try {
            System.out.println(token(args, Main.config(new String[0], System.getenv())));
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static String token(String[] args, ServerConfig config) {
        try (Database database = Stores.open(config)) {
            Stores stores = Stores.of(database, config);
            var issuer = new TokenIssuer(stores.platform().clock());
            Workspace workspace = stores.workspaces().first();
            if (args.length == 1 && args[0].equals("management")) {
                return issuer.management(workspace, TokenIssuer.DAY);
            }
            if ((args.length == 3 || args.length == 4) && args[0].equals("app")) {
                Room room = room(stores, workspace, args[1]);
                String user = args.length == 4 ? args[3] : UUID.randomUUID().toString();
                String role = role(stores, room, args[2]);
                return issuer.app(workspace, room.id(), user, role, TokenIssuer.DAY);
            }
            throw new ConfigException(USAGE);
        }
    }

    private static Room room(Stores stores, Workspace workspace, String id) {
        return stores.platform()
                .rooms()
                .find(workspace.id(), id)
                .orElseThrow(() -> new ConfigException("There is no room with the id " + id));
    }

    private static String role(Stores stores, Room room, String role) {
        var roles = stores.platform().rooms().templateOf(room).roles().keySet();
        if (!roles.contains(role)) {
            throw new ConfigException(
                    "The room's roles are " + String.join(", ", roles) + ", not " + role);
        }
        return role;
    }
}
