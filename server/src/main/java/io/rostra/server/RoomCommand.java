package io.rostra.server;

import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomName;
import io.rostra.platform.store.Database;
import io.rostra.platform.store.NameTakenException;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.RoomChange;
import io.rostra.platform.workspace.Workspace;
import java.util.List;
import java.util.stream.Collectors;

/// `rostra room`: the rooms of the first workspace. Works beside a running server.
public final class RoomCommand {

    private static final String USAGE =
            """
            Usage: rostra room list [<part of a name>]
                   rostra room create <name>
                   rostra room codes <name or id>      its codes, a role each, made where there are none
                   rostra room enable <name or id>
                   rostra room disable <name or id>    lets nobody in any more\
            """;

    private static final int MOST_LISTED = 100;

    private final PlatformStores stores;
    private final Workspace workspace;
    private final ServerConfig config;

    private RoomCommand(Stores stores, ServerConfig config) {
        this.stores = stores.platform();
        this.workspace = stores.workspaces().first();
        this.config = config;
    }

    public static void main(String[] args) {
        try {
            System.out.println(run(args, Main.config(new String[0], System.getenv())));
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// @return what to print
    static String run(String[] args, ServerConfig config) {
        String verb = args.length == 0 ? "" : args[0];
        String name = args.length == 2 ? args[1] : "";
        if (args.length > 2 || (name.isEmpty() && !verb.equals("list"))) {
            throw new ConfigException(USAGE);
        }
        try (Database database = Stores.open(config)) {
            var command = new RoomCommand(Stores.of(database, config), config);
            return switch (verb) {
                case "list" -> command.list(name);
                case "create" -> command.create(name);
                case "codes" -> command.codes(command.find(name));
                case "enable" -> command.enable(command.find(name), true);
                case "disable" -> command.enable(command.find(name), false);
                default -> throw new ConfigException(USAGE);
            };
        }
    }

    private String list(String text) {
        List<Room> found = stores.rooms().search(workspace.id(), text, null, MOST_LISTED);
        if (found.isEmpty()) {
            return "There is no such room.";
        }
        String rows =
                found.stream()
                        .map(room ->
                                "%s  %-8s  %s"
                                        .formatted(
                                                room.id(),
                                                room.enabled() ? "enabled" : "disabled",
                                                room.name()))
                        .collect(Collectors.joining("\n"));
        return found.size() < MOST_LISTED
                ? rows
                : rows + "\nThese are the newest " + MOST_LISTED + "; name a part to see others.";
    }

    private String create(String name) {
        if (!RoomName.isValid(name)) {
            throw new ConfigException("The name " + RoomName.RULE);
        }
        if (stores.rooms().search(workspace.id(), name, null, MOST_LISTED).stream()
                .anyMatch(room -> room.name().equalsIgnoreCase(name))) {
            throw new ConfigException("There is a room " + name + " already");
        }
        String template = stores.templates().defaultOf(workspace.id()).id();
        Room made = stores.rooms().createOrReplace(workspace.id(), template, name, "");
        note("create", made);
        return made.id() + "  " + config.clientUrl() + "/room/" + made.id();
    }

    private String codes(Room room) {
        List<String> roles = List.copyOf(stores.rooms().templateOf(room).roles().keySet());
        stores.codes().createMissing(room.id(), roles);
        return stores.codes().enabledOf(List.of(room.id())).stream()
                .map(code ->
                        "%s  %-20s  %s/join/%s"
                                .formatted(
                                        code.code(), code.role(), config.clientUrl(), code.code()))
                .collect(Collectors.joining("\n"));
    }

    private String enable(Room room, boolean enabled) {
        try {
            stores.rooms()
                    .update(
                            workspace.id(),
                            room.id(),
                            new RoomChange(null, null, enabled, options -> options));
        } catch (NameTakenException e) {
            throw new IllegalStateException("its own name is taken", e);
        }
        note(enabled ? "enable" : "disable", room);
        return room.name() + (enabled ? " is enabled." : " is disabled: nobody new gets in.");
    }

    private Room find(String name) {
        return find(stores, workspace, name);
    }

    /// The room of this id or name; the newest one when it is empty.
    static Room find(PlatformStores stores, Workspace workspace, String name) {
        return stores.rooms().search(workspace.id(), name, null, MOST_LISTED).stream()
                .filter(room ->
                        name.isEmpty()
                                || room.id().equals(name)
                                || room.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException("There is no room " + name));
    }

    private void note(String what, Room room) {
        stores.audit().add(workspace.id(), "command line", "room " + what, room.id());
    }
}
