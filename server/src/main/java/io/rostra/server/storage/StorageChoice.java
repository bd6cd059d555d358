package io.rostra.server.storage;

import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.room.RoomOptions;
import io.rostra.platform.store.UploadStore.Place;
import io.rostra.platform.template.StorageUpload;
import io.rostra.platform.template.TemplateSettings;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a room's recordings go: what the room says, else its template, else the configuration.
/// Reads the store; thread-safe.
public final class StorageChoice {

    private static final Logger log = LoggerFactory.getLogger(StorageChoice.class);
    private static final String DEFAULT_REGION = "us-east-1";

    private final RoomDirectory rooms;
    private final Optional<StorageTarget> own;

    /// @param own of the configuration
    public StorageChoice(RoomDirectory rooms, Optional<StorageTarget> own) {
        this.rooms = rooms;
        this.own = own;
    }

    /// Empty when the room's recordings stay here.
    Optional<StorageTarget> of(String roomId) {
        Room room = rooms.findRoom(roomId).orElse(null);
        if (room == null) {
            return own;
        }
        StorageUpload upload = settingOf(room);
        return upload == null ? own : target(upload, room);
    }

    /// By which files of the room that are there already can be reached: settings may have changed.
    Optional<StorageTarget> reaching(String roomId, Place place) {
        return Stream.concat(of(roomId).stream(), own.stream())
                .filter(target -> target.holds(place))
                .findFirst();
    }

    /// Whether files there are the operator's own.
    boolean isOwn(Place place) {
        return own.filter(target -> target.holds(place)).isPresent();
    }

    private @Nullable StorageUpload settingOf(Room room) {
        RoomOptions.RecordingInfo info = room.options().recordingInfo();
        if (info != null) {
            return info.uploadInfo();
        }
        TemplateSettings.Recording recording = rooms.templateOf(room).settings().recording();
        return recording == null ? null : recording.upload();
    }

    private Optional<StorageTarget> target(StorageUpload upload, Room room) {
        if (!upload.type().equals("s3")) {
            log.warn(
                    "Recordings of room {} stay here: storage of type {} is not supported, only s3",
                    room.id(),
                    upload.type());
            return Optional.empty();
        }
        String prefix = upload.prefix() == null ? room.workspaceId() : trimmed(upload.prefix());
        StorageUpload.Options options = upload.options();
        StorageUpload.Credentials credentials = upload.credentials();
        if (credentials != null && credentials.key() != null && credentials.secretKey() != null) {
            return Optional.of(
                    new StorageTarget(
                            new Place(
                                    options == null ? null : options.endpoint(),
                                    options == null || options.region() == null
                                            ? DEFAULT_REGION
                                            : options.region(),
                                    upload.location(),
                                    prefix),
                            credentials.key(),
                            credentials.secretKey()));
        }
        // The operator's keys are for the operator's bucket alone.
        Optional<StorageTarget> ours =
                own.filter(target -> target.place().bucket().equals(upload.location()))
                        .map(target -> withPrefix(target, prefix));
        if (ours.isEmpty()) {
            log.warn(
                    "Recordings of room {} stay here: there are no credentials for bucket {}",
                    room.id(),
                    upload.location());
        }
        return ours;
    }

    private static StorageTarget withPrefix(StorageTarget target, String prefix) {
        Place place = target.place();
        return new StorageTarget(
                new Place(place.endpoint(), place.region(), place.bucket(), prefix),
                target.accessKey(),
                target.secret());
    }

    /// Without slashes at the ends.
    public static String trimmed(String prefix) {
        return Objects.requireNonNull(prefix).replaceAll("^/+|/+$", "");
    }
}
