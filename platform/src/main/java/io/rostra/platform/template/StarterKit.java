package io.rostra.platform.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Templates to start from. The roles are those of the original's kits of the same names, the
/// numbers are ours.
public enum StarterKit {
    /// `broadcaster` meets others over WebRTC; `hls-viewer` watches as HLS and chats.
    LIVE_STREAMING("Broadcasters on stage, everybody else watches the live stream"),

    /// `host` and `guest` see and hear each other.
    VIDEO_CONFERENCING("Everybody sees and hears everybody"),

    /// `backstage` runs it, `stage` presents, `invitee` asks, `viewer` looks on.
    WEBINAR("Presenters on stage, a backstage team, an audience that can be invited"),

    /// `moderator`, `speaker` and `listener`, sound only.
    AUDIO_ROOM("Speakers and listeners, sound only"),

    /// `teacher` and `student`.
    CLASSROOM("A teacher who leads, students who see and hear each other");

    private static final PublishParams.Layers ONE_ENCODING = new PublishParams.Layers(null);

    private final String purpose;

    StarterKit(String purpose) {
        this.purpose = purpose;
    }

    /// What it is for, in a few words.
    public String purpose() {
        return purpose;
    }

    /// Its name in URLs, and that of the template it makes.
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<StarterKit> find(String slug) {
        for (StarterKit kit : values()) {
            if (kit.slug().equals(slug)) {
                return Optional.of(kit);
            }
        }
        return Optional.empty();
    }

    public Template template(String id) {
        return switch (this) {
            case LIVE_STREAMING -> LiveStreamingKit.template(id);
            case VIDEO_CONFERENCING ->
                    of(
                            id,
                            new Cast("host", VIDEO, LEADER, 1, List.of("host", "guest")),
                            new Cast("guest", VIDEO, TAKES_PART, 2, List.of("host", "guest")));
            case WEBINAR ->
                    of(
                            id,
                            new Cast(
                                    "backstage",
                                    VIDEO,
                                    LEADER,
                                    1,
                                    List.of("backstage", "stage", "invitee", "viewer")),
                            new Cast(
                                    "stage",
                                    VIDEO,
                                    STAGE,
                                    1,
                                    List.of("backstage", "stage", "invitee")),
                            new Cast(
                                    "invitee",
                                    VIDEO,
                                    TAKES_PART,
                                    2,
                                    List.of("backstage", "stage", "invitee")),
                            new Cast(
                                    "viewer",
                                    List.of(),
                                    LOOKS_ON,
                                    3,
                                    List.of("stage", "invitee", "backstage")));
            case AUDIO_ROOM ->
                    of(
                            id,
                            new Cast(
                                    "moderator", SOUND, LEADER, 1, List.of("moderator", "speaker")),
                            new Cast(
                                    "speaker",
                                    SOUND,
                                    TAKES_PART,
                                    1,
                                    List.of("moderator", "speaker")),
                            new Cast(
                                    "listener",
                                    List.of(),
                                    LOOKS_ON,
                                    3,
                                    List.of("moderator", "speaker")));
            case CLASSROOM ->
                    of(
                            id,
                            new Cast("teacher", VIDEO, LEADER, 1, List.of("teacher", "student")),
                            new Cast(
                                    "student",
                                    List.of("audio", "video"),
                                    TAKES_PART,
                                    2,
                                    List.of("teacher", "student")));
        };
    }

    private static final List<String> VIDEO = List.of("audio", "video", "screen");
    private static final List<String> SOUND = List.of("audio");

    private static final Permissions LEADER = Permissions.ALL;

    /// Answers polls, asks nobody for anything.
    private static final Permissions TAKES_PART =
            new Permissions(
                    false, false, false, false, false, false, false, false, true, false, false);

    private static final Permissions STAGE =
            new Permissions(
                    true, false, false, false, true, false, false, false, true, false, false);

    private static final Permissions LOOKS_ON = TAKES_PART;

    private record Cast(
            String role,
            List<String> publishes,
            Permissions permissions,
            int priority,
            List<String> sees) {}

    private Template of(String id, Cast... cast) {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (Cast each : cast) {
            roles.put(
                    each.role(),
                    new Role(
                            each.role(),
                            publishing(each.publishes()),
                            new SubscribeParams(
                                    new ArrayList<>(each.sees()),
                                    3200,
                                    new SubscribeParams.Degradation(25, 1, 4)),
                            each.permissions(),
                            each.priority(),
                            0));
        }
        return new Template(id, slug(), roles);
    }

    private static PublishParams publishing(List<String> allowed) {
        var layers =
                new PublishParams.Layers(
                        List.of(
                                new PublishParams.Layer("f", 1, 700, 30),
                                new PublishParams.Layer("h", 2, 250, 30),
                                new PublishParams.Layer("q", 4, 100, 30)));
        return new PublishParams(
                allowed,
                new PublishParams.Audio(32, "opus"),
                new PublishParams.Video(700, "h264", 30, 640, 360),
                new PublishParams.Video(1500, "h264", 10, 1920, 1080),
                new PublishParams.Simulcast(
                        allowed.contains("video") ? layers : ONE_ENCODING, ONE_ENCODING));
    }
}
