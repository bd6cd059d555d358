package io.rostra.platform.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Live Streaming starter kit: broadcasters who meet over WebRTC and may do everything, viewers
/// who watch the room as HLS and may do nothing but chat and take part in polls.
///
/// The names of the roles and their switches are those of the original kit but for the viewers'
/// polls, the numbers are ours. The codec is a hint: clients store it and negotiate what server and
/// browser prefer.
public final class LiveStreamingKit {

    public static final String BROADCASTER = "broadcaster";
    public static final String HLS_VIEWER = "hls-viewer";

    private static final PublishParams.Layers ONE_ENCODING = new PublishParams.Layers(null);

    private static final Permissions POLLS =
            new Permissions(
                    false, false, false, false, false, false, false, false, true, false, false);

    private LiveStreamingKit() {}

    public static Template template(String id) {
        Map<String, Role> roles = new LinkedHashMap<>();
        roles.put(BROADCASTER, broadcaster());
        roles.put(HLS_VIEWER, viewer());
        return new Template(id, "live-streaming", roles);
    }

    private static Role broadcaster() {
        var layers =
                new PublishParams.Layers(
                        List.of(
                                new PublishParams.Layer("f", 1, 1500, 30),
                                new PublishParams.Layer("h", 2, 450, 30),
                                new PublishParams.Layer("q", 4, 150, 30)));
        return new Role(
                BROADCASTER,
                new PublishParams(
                        List.of("audio", "video", "screen"),
                        new PublishParams.Audio(32, "opus"),
                        new PublishParams.Video(1500, "h264", 30, 1280, 720),
                        new PublishParams.Video(1500, "h264", 10, 1920, 1080),
                        new PublishParams.Simulcast(layers, ONE_ENCODING)),
                new SubscribeParams(
                        List.of(BROADCASTER), 3200, new SubscribeParams.Degradation(25, 1, 4)),
                Permissions.ALL,
                1,
                0);
    }

    private static Role viewer() {
        return new Role(
                HLS_VIEWER,
                new PublishParams(
                        List.of(),
                        new PublishParams.Audio(32, "opus"),
                        new PublishParams.Video(256, "h264", 25, 320, 180),
                        new PublishParams.Video(1024, "h264", 10, 1280, 720),
                        new PublishParams.Simulcast(ONE_ENCODING, ONE_ENCODING)),
                new SubscribeParams(List.of(), 3200, null),
                POLLS,
                5,
                0);
    }
}
