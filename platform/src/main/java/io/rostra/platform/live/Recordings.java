package io.rostra.platform.live;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Recordings of rooms: MP4 files of what the audience of a live stream sees, or would see if the
/// room were live. Thread-safe. No call blocks for long; [#list], [#find], [#file] and [#delete]
/// may read the disk. Listener calls come on any thread, in the order of the states.
public interface Recordings {

    /// Starts a recording of the room, whether it is live or not. One per room: a second one fails
    /// with 409.
    void start(String roomId, String sessionId, Listener listener);

    /// Leaves out what comes until [#resume]. Nothing happens unless it runs.
    void pause(String roomId);

    /// Goes on after [#pause], with the next segment.
    void resume(String roomId);

    /// Ends the room's recording, if there is one. `onChanged` with the ended recording follows.
    void stop(String roomId);

    /// @param why for those who keep the books
    default void stop(String roomId, StopReason why) {
        stop(roomId);
    }

    /// The recording of the room that has not ended.
    Optional<Recording> current(String roomId);

    /// All recordings, newest first, those of before a restart included.
    List<Recording> list();

    Optional<Recording> find(String recordingId);

    /// The MP4 file of a recording that is complete.
    Optional<Path> file(String recordingId);

    /// Where the movie of a recording is in object storage, such as `s3://bucket/key`; empty while
    /// it is on the disk.
    default Optional<String> stored(String recordingId) {
        return Optional.empty();
    }

    /// The same for one that will go there.
    default Optional<String> destination(Recording recording) {
        return stored(recording.id());
    }

    /// A link by which a file can be fetched from object storage for a while.
    ///
    /// @param fileId of a recording, or of a file beside one
    /// @return empty when it is not there, or the storage is not configured any more
    default Optional<URI> storageLink(String fileId, Duration validFor) {
        return Optional.empty();
    }

    /// Whether our own pages can show the recording: they load nothing from hosts that the operator
    /// has not named.
    default boolean isShown(String recordingId) {
        return file(recordingId).isPresent();
    }

    /// What there is beside a recording; never much.
    default List<RecordedFile> beside(String recordingId) {
        return List.of();
    }

    /// One of [#beside], by its id.
    default Optional<RecordedFile> findFile(String fileId) {
        return Optional.empty();
    }

    /// Somebody said something in the room; it is written down if the room is being recorded.
    default void onChat(String roomId, ChatLine line) {}

    /// Makes a recording of a part of another, by copy. Blocks for a second or more.
    ///
    /// @param from moved to the key frame in front of it
    /// @throws ClipException when there is nothing to copy
    default Recording clip(String recordingId, Duration from, Duration to) throws ClipException {
        throw new ClipException("Clips are not enabled on this server.");
    }

    /// Makes a recording of the newest part of the room's live stream, likewise.
    default Recording clipOfLive(String roomId, String sessionId, Duration last)
            throws ClipException {
        throw new ClipException("Clips are not enabled on this server.");
    }

    /// Says in plain words why there is no clip.
    final class ClipException extends Exception {
        private static final long serialVersionUID = 1;

        public ClipException(String message) {
            super(message);
        }
    }

    /// Deletes a recording that has ended, with its files.
    ///
    /// @return false when there is none, or it has not ended
    boolean delete(String recordingId);

    interface Listener {
        /// The recording has reached another state. Nothing follows one that has ended.
        void onChanged(Recording recording);

        /// It could not start; there is no recording, and nothing else follows.
        void onRefused(int code, String message);
    }
}
