package io.rostra.platform.api;

import io.rostra.platform.store.RoomStore;
import io.rostra.platform.store.StoredTemplate;
import io.rostra.platform.store.TemplateStore;
import io.rostra.platform.template.StarterKit;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.ManagementToken;
import java.util.Arrays;
import java.util.List;

/// `/v2/starter-kits`: what the original's dashboard does when a kit is deployed. A template of the
/// kit is made, and two rooms with it.
final class StarterKitsResource {

    private final TemplateStore templates;
    private final RoomStore rooms;
    private final Json json;

    StarterKitsResource(TemplateStore templates, RoomStore rooms, Json json) {
        this.templates = templates;
        this.rooms = rooms;
        this.json = json;
    }

    record Kit(String id, String purpose, List<String> roles) {}

    record Kits(List<Kit> data) {}

    ApiReply list(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(
                new Kits(
                        Arrays.stream(StarterKit.values())
                                .map(kit ->
                                        new Kit(
                                                kit.slug(),
                                                kit.purpose(),
                                                List.copyOf(kit.template("").roles().keySet())))
                                .toList()));
    }

    ApiReply deploy(ManagementToken caller, ApiRequest request) {
        StarterKit kit =
                StarterKit.find(request.pathValue("kit"))
                        .orElseThrow(
                                () -> new ApiException(ApiError.NOT_FOUND, "there is no such kit"));
        JsonBody body = json.read(request.body());
        String name = TemplateReader.name(body);
        Template template = kit.template("");
        StoredTemplate stored =
                templates.createOrReplace(
                        caller.workspaceId(),
                        name == null ? template : template.withName(name),
                        body.flag("default"));
        Template made = stored.template();
        for (int i = 1; i <= 2; i++) {
            rooms.createOrReplace(caller.workspaceId(), made.id(), roomName(made.name(), i), "");
        }
        return ApiReply.ok(TemplateView.of(stored));
    }

    private static String roomName(String template, int number) {
        return (template.length() > 100 ? template.substring(0, 100).strip() : template)
                + "-"
                + number;
    }
}
