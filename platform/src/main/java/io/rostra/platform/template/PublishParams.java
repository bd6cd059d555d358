package io.rostra.platform.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a role may publish and how. Names and shape are those of the template API and of the client
/// SDK's policy, so this record is serialised as it stands. Bit rates are kbit/s.
public record PublishParams(
        List<String> allowed, Audio audio, Video video, Video screen, Simulcast simulcast) {

    public PublishParams {
        allowed = List.copyOf(allowed);
    }

    /// @param bitRate kbit/s
    public record Audio(int bitRate, String codec) {}

    /// @param bitRate kbit/s, or null for no cap
    public record Video(
            @Nullable Integer bitRate, String codec, int frameRate, int width, int height) {}

    public record Simulcast(Layers video, Layers screen) {}

    /// @param layers null when the source is sent as one encoding
    public record Layers(@Nullable List<Layer> layers) {}

    /// @param maxBitrate kbit/s
    public record Layer(
            String rid, double scaleResolutionDownBy, int maxBitrate, int maxFramerate) {}
}
