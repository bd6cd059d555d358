package io.rostra.platform.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What whoever starts a live stream wants of it.
///
/// @param destination name of an HLS destination of the room's template; null for its first one
/// @param layout of several pictures in one, one of [#LAYOUTS]; null for what the destination says
/// @param record whether a recording is made along with it
public record LiveWish(@Nullable String destination, @Nullable String layout, boolean record) {

    public static final LiveWish ANY = new LiveWish(null, null, false);

    public static final List<String> LAYOUTS =
            List.of("grid", "active-speaker", "picture-in-picture");

    /// The layout that a meeting URL asks for: the original opens a page at such a URL and shows
    /// what that shows. `ui_mode=activespeaker` is the original's, `layout=` is ours.
    ///
    /// @return null when it asks for none that we know
    public static @Nullable String layoutOf(String meetingUrl) {
        int query = meetingUrl.indexOf('?');
        String layout = null;
        for (String part : query < 0 ? new String[0] : meetingUrl.substring(query + 1).split("&")) {
            if (part.equals("ui_mode=activespeaker")) {
                layout = "active-speaker";
            } else if (part.startsWith("layout=") && LAYOUTS.contains(part.substring(7))) {
                layout = part.substring(7);
            }
        }
        return layout;
    }
}
