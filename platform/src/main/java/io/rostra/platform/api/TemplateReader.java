package io.rostra.platform.api;

import io.rostra.platform.template.Destinations;
import io.rostra.platform.template.Plugins;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.platform.template.TemplateSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads templates and their parts from bodies.
final class TemplateReader {

    static final int MAX_NAME = 128;

    private static final Pattern NAME =
            Pattern.compile("(?! )[\\p{L}\\p{M}\\p{N} ._:-]{1," + MAX_NAME + "}(?<! )");
    private static final List<String> REGIONS = List.of("in", "us", "eu", "auto");

    private TemplateReader() {}

    /// @param name for a body that has none
    static Template read(JsonBody body, String name) {
        JsonBody settings = body.object("settings");
        JsonBody destinations = body.object("destinations");
        return new Template(
                "",
                Objects.requireNonNullElse(name(body), name),
                roles(body),
                settings == null ? TemplateSettings.DEFAULT : settings(settings, null),
                destinations == null ? Destinations.NONE : DestinationsReader.read(destinations),
                List.of(),
                plugins(body.objectOrEmpty("plugins")));
    }

    static @Nullable String name(JsonBody body) {
        String name = body.text("name", MAX_NAME);
        if (name != null && !NAME.matcher(name).matches()) {
            throw body.bad("name", "may hold letters, digits, spaces and - . _ :");
        }
        return name;
    }

    private static Map<String, Role> roles(JsonBody body) {
        Map<String, JsonBody> bodies = body.objects("roles", RoleReader.MOST_ROLES);
        Map<String, Role> roles = new LinkedHashMap<>();
        bodies.forEach((name, role) -> {
            if (!RoleReader.isName(name)) {
                throw body.bad(
                        "roles", "has a name that cannot be used; letters, digits and - . _ : can");
            }
            String given = role.text("name", RoleReader.MAX_NAME);
            if (given != null && !given.equals(name)) {
                throw role.bad("name", "must be the key it stands under, " + name);
            }
            roles.put(name, RoleReader.read(name, role, bodies.keySet()));
        });
        return roles;
    }

    /// @param before what is stored now
    static TemplateSettings settings(JsonBody body, @Nullable TemplateSettings before) {
        JsonBody recording = body.object("recording");
        TemplateSettings.Recording old = before == null ? null : before.recording();
        return new TemplateSettings(
                Objects.requireNonNullElse(body.choice("region", REGIONS), "auto"),
                recording == null
                        ? null
                        : new TemplateSettings.Recording(
                                recording.flag("enabled"),
                                StorageReader.read(
                                        recording.object("upload"),
                                        old == null ? null : old.upload())),
                roomState(body.objectOrEmpty("roomState")),
                Map.of(),
                body.integer("chatHistory", 0, TemplateSettings.MOST_CHAT_HISTORY, 0));
    }

    private static TemplateSettings.RoomState roomState(JsonBody body) {
        TemplateSettings.RoomState unsaid = TemplateSettings.RoomState.OFF;
        int interval = body.integer("messageInterval", 5, 3600, unsaid.messageInterval());
        if (interval % 5 != 0) {
            throw body.bad("messageInterval", "must be a multiple of 5");
        }
        return new TemplateSettings.RoomState(
                interval,
                body.flag("sendPeerList", unsaid.sendPeerList()),
                body.flag("stopRoomStateOnJoin", unsaid.stopRoomStateOnJoin()),
                body.flag("enabled", unsaid.enabled()));
    }

    private static Plugins plugins(JsonBody body) {
        JsonBody whiteboard = body.object("whiteboard");
        JsonBody transcriptions = body.object("transcriptions");
        JsonBody noise = body.object("noiseCancellation");
        return new Plugins(
                whiteboard == null ? null : whiteboard(whiteboard.objectOrEmpty("permissions")),
                transcriptions == null
                        ? null
                        : new Plugins.Transcriptions(
                                new Plugins.TranscriptionRoles(
                                        roleNames(
                                                transcriptions.objectOrEmpty("permissions"),
                                                "admin")),
                                Objects.requireNonNullElse(
                                        transcriptions.choice("mode", List.of("caption")),
                                        "caption")),
                noise == null ? null : new Plugins.NoiseCancellation(noise.flag("enabled", false)));
    }

    private static Plugins.Whiteboard whiteboard(JsonBody permissions) {
        return new Plugins.Whiteboard(
                new Plugins.WhiteboardRoles(
                        roleNames(permissions, "admin"),
                        roleNames(permissions, "writer"),
                        roleNames(permissions, "reader")));
    }

    private static List<String> roleNames(JsonBody body, String member) {
        List<String> names = body.texts(member, RoleReader.MOST_ROLES, RoleReader.MAX_NAME);
        return names == null ? List.of() : names;
    }
}
