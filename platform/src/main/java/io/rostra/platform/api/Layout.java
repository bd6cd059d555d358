package io.rostra.platform.api;

import io.rostra.platform.template.Permissions;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A layout of the prebuilt room UI. An element that is there is shown; an empty one is as good as
/// any. Of `conferencing` the UI takes the first screen there is, so there is one.
///
/// @param themes none, for the UI's own colours
record Layout(
        String id,
        String role,
        String roleId,
        String templateId,
        String appId,
        Typography typography,
        List<Object> themes,
        Map<String, Object> options,
        Map<String, Object> screens) {

    record Typography(String fontFamily) {}

    private static final Map<String, Object> SHOWN = Map.of();

    static Layout of(Role role, Template template) {
        return new Layout(
                template.id() + "-" + role.name(),
                role.name(),
                role.name(),
                template.id(),
                "",
                new Typography("Inter"),
                List.of(),
                Map.of(),
                Map.of(
                        "preview",
                        screen("default", preview(role, template)),
                        "conferencing",
                        role.usesWebRtc()
                                ? screen("default", stage(role, template))
                                : screen("hls_live_streaming", common(role, template)),
                        "leave",
                        SHOWN));
    }

    private static Map<String, Object> screen(String name, Map<String, Object> elements) {
        return Map.of(name, Map.of("elements", elements));
    }

    /// Who may go live, in a room where somebody can watch that, does so by joining: the UI has no
    /// other button for it.
    private static Map<String, Object> preview(Role role, Template template) {
        boolean watched = template.roles().values().stream().anyMatch(each -> !each.usesWebRtc());
        boolean goesLive = publishes(role) && role.permissions().hlsStreaming() && watched;
        return Map.of(
                "preview_header",
                Map.of(
                        "title",
                        "Get Started",
                        "sub_title",
                        publishes(role)
                                ? "Set up your audio and video before joining"
                                : "Enter your name before joining"),
                "join_form",
                Map.of(
                        "join_btn_type",
                        goesLive ? "JOIN_BTN_TYPE_JOIN_AND_GO_LIVE" : "JOIN_BTN_TYPE_JOIN_ONLY",
                        "join_btn_label",
                        "Join Now",
                        "go_live_btn_label",
                        "Go Live"));
    }

    private static Map<String, Object> common(Role role, Template template) {
        Map<String, Object> elements = new LinkedHashMap<>();
        elements.put("chat", chat(role, template));
        elements.put("participant_list", SHOWN);
        elements.put("emoji_reactions", SHOWN);
        elements.put("hand_raise", SHOWN);
        return elements;
    }

    private static Map<String, Object> stage(Role role, Template template) {
        Map<String, Object> elements = common(role, template);
        elements.put("brb", SHOWN);
        elements.put(
                "video_tile_layout",
                Map.of(
                        "grid",
                        Map.of(
                                "enable_local_tile_inset",
                                true,
                                "enable_spotlighting_peer",
                                true,
                                "prominent_roles",
                                List.of())));
        if (role.permissions().changeRole()) {
            elements.put("on_stage_exp", bringingOnStage(role, template));
        }
        return elements;
    }

    private static Map<String, Object> chat(Role role, Template template) {
        boolean moderates = role.permissions().removeOthers();
        return Map.of(
                "chat_title",
                "Chat",
                "message_placeholder",
                "Send a message...",
                "initial_state",
                "CHAT_STATE_OPEN",
                "public_chat_enabled",
                true,
                "private_chat_enabled",
                true,
                "allow_pinning_messages",
                moderates,
                "roles_whitelist",
                List.copyOf(template.roles().keySet()),
                "real_time_controls",
                Map.of(
                        "can_disable_chat",
                        moderates,
                        "can_block_user",
                        moderates,
                        "can_hide_message",
                        moderates));
    }

    /// Those who publish nothing get the first role that publishes without running the room, or
    /// else the role of who brings them.
    private static Map<String, Object> bringingOnStage(Role role, Template template) {
        String onStage =
                template.roles().values().stream()
                        .filter(each -> publishes(each) && !runsTheRoom(each.permissions()))
                        .map(Role::name)
                        .findFirst()
                        .orElse(role.name());
        List<String> offStage =
                template.roles().values().stream()
                        .filter(each -> !publishes(each))
                        .map(Role::name)
                        .toList();
        return Map.of(
                "bring_to_stage_label",
                "Bring to Stage",
                "remove_from_stage_label",
                "Remove from Stage",
                "on_stage_role",
                onStage,
                "off_stage_roles",
                offStage,
                "skip_preview_for_role_change",
                false);
    }

    private static boolean publishes(Role role) {
        return !role.publishParams().allowed().isEmpty();
    }

    private static boolean runsTheRoom(Permissions permissions) {
        return permissions.changeRole() || permissions.endRoom();
    }
}
