package io.rostra.signalling.session;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveWish;
import io.rostra.platform.live.StopReason;
import io.rostra.platform.template.Permissions;
import io.rostra.platform.template.Template;
import io.rostra.signalling.rpc.CaptionText;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.RecordingKind;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.rpc.StreamRequest;
import io.rostra.signalling.rpc.StreamRequest.Cue;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Everything that leaves the room, and who may say so: the live stream, its cues, recordings,
/// pushes, captions. Confined to the room's event loop.
final class Streams {

    private final String roomId;
    private final Broadcasts broadcasts;
    final LiveStream live;
    final Outputs outputs;
    final Captions captions;

    Streams(
            String roomId,
            Broadcasts broadcasts,
            LiveStream live,
            Outputs outputs,
            Captions captions) {
        this.roomId = roomId;
        this.broadcasts = broadcasts;
        this.live = live;
        this.outputs = outputs;
        this.captions = captions;
    }

    void startLive(Peer peer, Request.HlsStart request, String sessionId, Responder responder)
            throws RequestException {
        requireLive(peer);
        if (request.record()) {
            outputs.startRecording(sessionId, RecordingKind.HLS);
        }
        responder.done();
        live.start(new LiveWish(null, request.layout(), request.record()));
    }

    void stopLive(Peer peer, Responder responder) throws RequestException {
        requireLive(peer);
        responder.done();
        live.stop(StopReason.ASKED);
        outputs.onLiveOver();
    }

    private static void requireLive(Peer peer) throws RequestException {
        Permission.require(
                peer, peer.role().permissions().hlsStreaming(), "start or stop a live stream");
    }

    /// @param template in force
    void handle(
            Peer peer,
            StreamRequest request,
            String sessionId,
            Supplier<Template> template,
            Responder responder)
            throws RequestException {
        Permissions permissions = peer.role().permissions();
        switch (request) {
            case StreamRequest.TimedMetadata(var cues) -> {
                requireLive(peer);
                insert(cues);
            }
            case StreamRequest.RtmpStart(var urls, boolean record) -> {
                Permission.require(
                        peer,
                        urls.isEmpty() || permissions.rtmpStreaming(),
                        "push to other servers");
                Permission.require(peer, !record || permissions.browserRecording(), "record");
                outputs.start(sessionId, urls, record);
            }
            case StreamRequest.RtmpStop() -> {
                Permission.require(
                        peer,
                        permissions.rtmpStreaming() || permissions.browserRecording(),
                        "stop recordings and pushes");
                if (permissions.browserRecording()) {
                    outputs.stopRecording();
                }
                if (permissions.rtmpStreaming()) {
                    outputs.stopPushes();
                }
            }
            case StreamRequest.TranscriptionStart _ -> {
                Captions.requireAdmin(peer, template.get());
                captions.start();
            }
            case StreamRequest.TranscriptionStop() -> {
                Captions.requireAdmin(peer, template.get());
                captions.stop();
            }
            case StreamRequest.TranscriptionUpdate _ -> {
                Captions.requireAdmin(peer, template.get());
                captions.updated();
            }
        }
        responder.done();
    }

    /// What is said, for the audience of the live stream.
    void caption(ChatEntry entry) {
        if (live.running()) {
            CaptionText.of(entry.message()).forEach(line -> broadcasts.caption(roomId, line));
        }
    }

    private void insert(List<Cue> cues) throws RequestException {
        if (!live.running()) {
            throw new RequestException(ErrorCode.CONFLICT, "The room is not live");
        }
        for (Cue cue : cues) {
            try {
                if (!broadcasts.insertMetadata(
                        roomId, cue.payload(), Duration.ofSeconds(cue.seconds()))) {
                    throw new RequestException(
                            ErrorCode.CONFLICT,
                            "The live stream takes no cues now: it has not begun, or too many are"
                                    + " waiting");
                }
            } catch (IllegalArgumentException e) {
                throw new RequestException(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()));
            }
        }
    }

    /// Ends whatever leaves the room.
    void stop(StopReason why) {
        live.stop(why);
        outputs.stop(why);
    }
}
