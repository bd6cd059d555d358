package io.rostra.signalling.session;

import io.rostra.platform.live.ChatLine;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.live.Restreams;
import io.rostra.platform.live.StopReason;
import io.rostra.sfu.net.EventLoop;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Notification.Failure;
import io.rostra.signalling.rpc.OutputView;
import io.rostra.signalling.rpc.OutputView.State;
import io.rostra.signalling.rpc.RecordingKind;
import io.rostra.signalling.rpc.RequestException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The recording of a room and its pushes to other servers, as far as clients are told. Confined to
/// the room's event loop.
final class Outputs {

    /// What a push reports when one of several has failed.
    private static final int PUSH_FAILED = 502;

    private final String roomId;
    private final Roster roster;
    private final EventLoop loop;
    private final InstantSource clock;
    private final @Nullable Recordings recordings;
    private final @Nullable Restreams restreams;
    private final Map<String, Restreams.Target> targets = new LinkedHashMap<>();
    private RecordingKind kind = RecordingKind.BROWSER;
    private OutputView recording = OutputView.NONE;
    private OutputView rtmp = OutputView.NONE;

    Outputs(String roomId, Roster roster, EventLoop loop, SessionServices services) {
        this.roomId = roomId;
        this.roster = roster;
        this.loop = loop;
        this.clock = services.clock();
        this.recordings = services.recordings();
        this.restreams = services.restreams();
    }

    /// The room has one recording at a time; of the other kind there is none.
    OutputView recording(RecordingKind ofKind) {
        return ofKind == kind ? recording : OutputView.NONE;
    }

    OutputView rtmp() {
        return rtmp;
    }

    /// @param urls to push to; may be empty
    /// @throws RequestException when the server cannot do one of both; then neither begins
    void start(String sessionId, List<String> urls, boolean record) throws RequestException {
        if (record && recordings == null) {
            throw notEnabled("Recording");
        }
        if (!urls.isEmpty()) {
            startPushes(urls);
        }
        if (record) {
            startRecording(sessionId, RecordingKind.BROWSER);
        }
    }

    /// Nothing happens when the room is being recorded already.
    ///
    /// @throws RequestException when this server does not record
    void startRecording(String sessionId, RecordingKind newKind) throws RequestException {
        if (recordings == null) {
            throw notEnabled("Recording");
        }
        if (!recording.running()) {
            kind = newKind;
            showRecording(new OutputView(State.INITIALISED, clock.millis(), 0), null);
            recordings.start(roomId, sessionId, new RecordingEvents());
        }
    }

    /// What is said to everybody is written down beside a recording.
    void onChat(ChatEntry entry) {
        if (recordings != null && recording.running()) {
            recordings.onChat(
                    roomId,
                    new ChatLine(
                            Instant.ofEpochMilli(entry.timestamp()),
                            entry.sender().peerId(),
                            entry.sender().userId(),
                            entry.sender().name(),
                            entry.sender().role(),
                            entry.message()));
        }
    }

    /// The live stream is over, and a recording with it that was made along with it.
    void onLiveOver() {
        if (kind == RecordingKind.HLS
                && (recording.running() || recording.state() == State.PAUSED)) {
            stopRecording();
        }
    }

    private void startPushes(List<String> urls) throws RequestException {
        Restreams pushes = restreams;
        if (pushes == null) {
            throw notEnabled("Pushing to other servers");
        }
        OutputView before = rtmp;
        try {
            if (!rtmp.running()) {
                rtmp = new OutputView(State.INITIALISED, clock.millis(), 0);
            }
            pushes.start(roomId, urls, new PushEvents());
        } catch (IllegalArgumentException e) {
            rtmp = before;
            throw new RequestException(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        tellPushes(null);
    }

    private static RequestException notEnabled(String what) {
        return new RequestException(ErrorCode.FORBIDDEN, what + " is not enabled on this server");
    }

    /// Nothing happens when nothing runs.
    void stop(StopReason why) {
        if (recordings != null) {
            recordings.stop(roomId, why);
        }
        if (restreams != null) {
            restreams.stop(roomId, why);
        }
    }

    void stopRecording() {
        if (recordings != null) {
            recordings.stop(roomId);
        }
    }

    void stopPushes() {
        if (restreams != null) {
            restreams.stop(roomId);
        }
    }

    private void onRecording(Recording now) {
        State state =
                switch (now.state()) {
                    case STARTING -> State.INITIALISED;
                    case RUNNING -> State.STARTED;
                    case PAUSED -> State.PAUSED;
                    case FINISHING, COMPLETED -> State.STOPPED;
                    case FAILED -> State.FAILED;
                };
        long startedAt = state == State.INITIALISED ? 0 : now.startedAt().toEpochMilli();
        var view = new OutputView(state, recording.initialisedAt(), startedAt);
        String failure = now.failure();
        showRecording(
                view, failure == null ? null : new Failure(ErrorCode.INTERNAL.code(), failure));
    }

    private void showRecording(OutputView view, @Nullable Failure failure) {
        if (!view.equals(recording) || failure != null) {
            recording = view;
            roster.tellMembers(new Notification.RecordUpdate(kind, view, failure));
            roster.tellLegacy(new Notification.LegacyRecord(kind, view, failure));
        }
    }

    private void onPush(Restreams.Target target) {
        targets.put(target.address(), target);
        if (target.state() == Restreams.State.STOPPED || target.state() == Restreams.State.FAILED) {
            targets.remove(target.address());
        }
        Failure failure =
                target.state() == Restreams.State.FAILED
                        ? new Failure(
                                PUSH_FAILED,
                                target.address() + ": " + String.valueOf(target.error()))
                        : null;
        showPushes(summary(target), failure);
    }

    /// Clients know one push: it runs while one of them does.
    private OutputView summary(Restreams.Target last) {
        boolean runs = false;
        for (Restreams.Target target : targets.values()) {
            runs |= target.state() != Restreams.State.STARTING;
        }
        State state;
        if (runs) {
            state = State.STARTED;
        } else if (!targets.isEmpty()) {
            state = State.INITIALISED;
        } else {
            state = last.state() == Restreams.State.FAILED ? State.FAILED : State.STOPPED;
        }
        long startedAt =
                state == State.STARTED && rtmp.startedAt() == 0
                        ? last.since().toEpochMilli()
                        : rtmp.startedAt();
        return new OutputView(state, rtmp.initialisedAt(), startedAt);
    }

    private void showPushes(OutputView view, @Nullable Failure failure) {
        if (!view.equals(rtmp) || failure != null) {
            rtmp = view;
            tellPushes(failure);
        }
    }

    private void tellPushes(@Nullable Failure failure) {
        roster.tellMembers(new Notification.RtmpUpdate(rtmp, failure));
        roster.tellLegacy(new Notification.LegacyRtmp(rtmp, failure));
    }

    private static OutputView failed(OutputView before) {
        return new OutputView(State.FAILED, before.initialisedAt(), before.startedAt());
    }

    /// Called on any thread.
    private final class RecordingEvents implements Recordings.Listener {
        @Override
        public void onChanged(Recording changed) {
            loop.post(() -> onRecording(changed));
        }

        @Override
        public void onRefused(int code, String message) {
            loop.post(() -> showRecording(failed(recording), new Failure(code, message)));
        }
    }

    /// Called on any thread.
    private final class PushEvents implements Restreams.Listener {
        @Override
        public void onChanged(Restreams.Target target) {
            loop.post(() -> onPush(target));
        }

        @Override
        public void onRefused(int code, String message) {
            loop.post(() -> showPushes(failed(rtmp), new Failure(code, message)));
        }
    }
}
