package io.rostra.platform.template;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What holds for a template as a whole.
///
/// @param region `in`, `us`, `eu` or `auto`; kept for backends that set it, one machine has one
/// @param recording where recordings go, or null for our own storage
/// @param retry nothing; backends of the original expect it
/// @param chatHistory how many of the last chat messages somebody gets who joins; 0 for none. Ours
///   alone: the original has no such setting
public record TemplateSettings(
        String region,
        @Nullable Recording recording,
        RoomState roomState,
        Map<String, String> retry,
        int chatHistory) {

    public static final TemplateSettings DEFAULT =
            new TemplateSettings("auto", null, RoomState.OFF, Map.of(), 0);

    /// What a session remembers of its chat.
    public static final int MOST_CHAT_HISTORY = 500;

    public TemplateSettings {
        retry = Map.copyOf(retry);
    }

    /// @param enabled of the original's legacy recording; ours follow [RecordingConfig]
    public record Recording(@Nullable Boolean enabled, @Nullable StorageUpload upload) {}

    /// What peers hear of a room before they join.
    ///
    /// @param messageInterval seconds, a multiple of 5 between 5 and 3600
    /// @param sendPeerList false for the number of peers alone
    public record RoomState(
            int messageInterval,
            boolean sendPeerList,
            boolean stopRoomStateOnJoin,
            boolean enabled) {

        public static final RoomState OFF = new RoomState(5, false, true, false);
    }
}
