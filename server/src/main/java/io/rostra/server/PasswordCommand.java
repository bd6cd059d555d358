package io.rostra.server;

import io.rostra.platform.operator.Operator;
import io.rostra.platform.operator.SecretToken;
import io.rostra.platform.store.Database;

/// `rostra password`: prints a link by which the password of the dashboard can be chosen anew.
/// Works beside a running server.
public final class PasswordCommand {

    private PasswordCommand() {}

    public static void main(String[] args) {
        try {
            System.out.println(run(args, Main.config(new String[0], System.getenv())));
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static String run(String[] args, ServerConfig config) {
        if (args.length != 0) {
            throw new ConfigException("Usage: rostra password");
        }
        try (Database database = Stores.open(config)) {
            var operator = new Operator(Stores.of(database, config).platform());
            return link(config.clientUrl(), operator.makeLink());
        }
    }

    /// The token stands in the fragment, which browsers send to nobody.
    static String link(String address, SecretToken token) {
        return "To choose the dashboard's password, open within a day "
                + withoutSlash(address)
                + "/dashboard#setup="
                + token.text();
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
