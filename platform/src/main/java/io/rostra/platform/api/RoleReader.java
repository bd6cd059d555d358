package io.rostra.platform.api;

import io.rostra.platform.template.Permissions;
import io.rostra.platform.template.PublishParams;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.SubscribeParams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a role from a body. What is not said gets the documented default; a role that says nothing
/// at all may publish everything and sees everybody.
final class RoleReader {

    static final int MOST_ROLES = 50;
    static final int MAX_NAME = 128;

    private static final Pattern NAME =
            Pattern.compile("(?! )[\\p{L}\\p{M}\\p{N} ._:-]{1," + MAX_NAME + "}(?<! )");
    private static final List<String> KINDS = List.of("audio", "video", "screen");
    private static final List<String> VIDEO_CODECS = List.of("vp8", "vp9", "h264", "av1");

    /// From the best layer to the least.
    private static final List<String> RIDS = List.of("f", "h", "q");

    private RoleReader() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// @param roleNames of the template, for a role that does not say whom it sees
    static Role read(String name, JsonBody body, Collection<String> roleNames) {
        return new Role(
                name,
                publish(body.object("publishParams")),
                subscribe(body.object("subscribeParams"), roleNames),
                permissions(body.objectOrEmpty("permissions")),
                body.integer("priority", 1, 10, 1),
                body.integer("maxPeerCount", -1, 20_000, 0));
    }

    private static PublishParams publish(@Nullable JsonBody body) {
        if (body == null) {
            return publishAll();
        }
        // The original also lists "simulcast" as something to allow.
        List<String> allowed =
                body.choices("allowed", List.of("audio", "video", "screen", "simulcast"));
        JsonBody audio = body.objectOrEmpty("audio");
        JsonBody simulcast = body.objectOrEmpty("simulcast");
        return new PublishParams(
                allowed == null ? List.of() : allowed.stream().filter(KINDS::contains).toList(),
                new PublishParams.Audio(
                        audio.integer("bitRate", 16, 128, 32),
                        orElse(audio.choice("codec", List.of("opus")), "opus")),
                video(body.objectOrEmpty("video")),
                screen(body.objectOrEmpty("screen")),
                new PublishParams.Simulcast(
                        layers(simulcast.objectOrEmpty("video")),
                        layers(simulcast.objectOrEmpty("screen"))));
    }

    private static PublishParams publishAll() {
        return new PublishParams(
                KINDS,
                new PublishParams.Audio(32, "opus"),
                new PublishParams.Video(256, "vp8", 25, 320, 180),
                new PublishParams.Video(1024, "vp8", 10, 1280, 720),
                new PublishParams.Simulcast(
                        new PublishParams.Layers(null), new PublishParams.Layers(null)));
    }

    private static PublishParams.Video video(JsonBody body) {
        return new PublishParams.Video(
                orElse(body.integer("bitRate", 30, 2000), 256),
                orElse(body.choice("codec", VIDEO_CODECS), "vp8"),
                body.integer("frameRate", 1, 30, 25),
                body.integer("width", 50, 1920, 320),
                body.integer("height", 50, 1080, 180));
    }

    private static PublishParams.Video screen(JsonBody body) {
        return new PublishParams.Video(
                orElse(body.integer("bitRate", 500, 20_000), 1024),
                orElse(body.choice("codec", VIDEO_CODECS), "vp8"),
                body.integer("frameRate", 1, 30, 10),
                body.integer("width", 480, 1920, 1280),
                body.integer("height", 270, 1080, 720));
    }

    private static PublishParams.Layers layers(JsonBody body) {
        List<JsonBody> list = body.list("layers", RIDS.size());
        if (list == null || list.isEmpty()) {
            return new PublishParams.Layers(null);
        }
        List<PublishParams.Layer> layers = new ArrayList<>();
        for (JsonBody element : list) {
            PublishParams.Layer layer = layer(element);
            check(element, layer, layers);
            layers.add(layer);
        }
        return new PublishParams.Layers(layers);
    }

    private static PublishParams.Layer layer(JsonBody body) {
        String rid = body.choice("rid", RIDS);
        if (rid == null) {
            throw body.bad("rid", "is missing");
        }
        return new PublishParams.Layer(
                rid,
                orElse(body.number("scaleResolutionDownBy", 1, 12), 1.0),
                body.integer("maxBitrate", 0, 2000, 0),
                body.integer("maxFramerate", 1, 30, 30));
    }

    private static void check(
            JsonBody body, PublishParams.Layer layer, List<PublishParams.Layer> before) {
        if (before.isEmpty()) {
            if (!layer.rid().equals("f") || layer.scaleResolutionDownBy() != 1) {
                throw body.bad("rid", "must be f, unscaled, in the first layer");
            }
            return;
        }
        PublishParams.Layer last = before.getLast();
        if (RIDS.indexOf(layer.rid()) <= RIDS.indexOf(last.rid())) {
            throw body.bad("rid", "must come after that of the layer before: f, h, q");
        }
        if (layer.scaleResolutionDownBy() <= last.scaleResolutionDownBy()) {
            throw body.bad("scaleResolutionDownBy", "must be more than in the layer before");
        }
    }

    private static SubscribeParams subscribe(
            @Nullable JsonBody body, Collection<String> roleNames) {
        if (body == null) {
            return new SubscribeParams(List.copyOf(roleNames), 3200, null);
        }
        List<String> roles = body.texts("subscribeToRoles", MOST_ROLES, MAX_NAME);
        return new SubscribeParams(
                roles == null ? List.of() : roles,
                body.integer("maxSubsBitRate", 1, 100_000, 3200),
                degradation(body.object("subscribeDegradation")));
    }

    private static SubscribeParams.@Nullable Degradation degradation(@Nullable JsonBody body) {
        return body == null
                ? null
                : new SubscribeParams.Degradation(
                        body.integer("packetLossThreshold", 1, 100, 50),
                        body.integer("degradeGracePeriodSeconds", 1, 10, 1),
                        body.integer("recoverGracePeriodSeconds", 1, 10, 4),
                        body.flag("videoAlwaysEnabled"));
    }

    private static Permissions permissions(JsonBody body) {
        Permissions unsaid = Permissions.DEFAULT;
        return new Permissions(
                body.flag("endRoom", unsaid.endRoom()),
                body.flag("removeOthers", unsaid.removeOthers()),
                body.flag("mute", unsaid.mute()),
                body.flag("unmute", unsaid.unmute()),
                body.flag("changeRole", unsaid.changeRole()),
                body.flag("hlsStreaming", unsaid.hlsStreaming()),
                body.flag("rtmpStreaming", unsaid.rtmpStreaming()),
                body.flag("browserRecording", unsaid.browserRecording()),
                body.flag("pollRead", unsaid.pollRead()),
                body.flag("pollWrite", unsaid.pollWrite()),
                body.flag("sendRoomState", unsaid.sendRoomState()));
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }
}
