package io.rostra.server.storage;

import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What recordings are called in object storage: as on the SDK's platform, where it has the kind.
final class StorageKeys {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private StorageKeys() {}

    static String movie(String prefix, Recording recording) {
        String folder = recording.kind() == Recording.Kind.CLIP ? "clips" : "beam";
        return name(prefix, folder, recording) + ".mp4";
    }

    static String beside(String prefix, Recording recording, RecordedFile file) {
        return switch (file.kind()) {
            case CHAT -> name(prefix, "chat", recording) + file.kind().suffix();
            case THUMBNAIL -> {
                String number = file.id().substring(recording.id().length());
                String folder = recording.kind() == Recording.Kind.CLIP ? "clips" : "beam";
                yield name(prefix, folder, recording) + number + file.kind().suffix();
            }
        };
    }

    private static String name(String prefix, String folder, Recording recording) {
        String clip =
                recording.kind() == Recording.Kind.CLIP ? "-" + recording.id().substring(0, 8) : "";
        return "%s%s/%s/%s/Rec-%s-%d%s"
                .formatted(
                        prefix.isEmpty() ? "" : prefix + "/",
                        folder,
                        recording.roomId(),
                        DAY.format(recording.startedAt()),
                        recording.roomId(),
                        recording.startedAt().toEpochMilli(),
                        clip);
    }
}
