package io.rostra.streaming.rtmp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The server's side of a connection on which a client publishes one stream. Not thread-safe.
///
/// ```text
/// client: C0 C1 ─► C2 ─► connect ─► createStream ─► publish ─► audio, video ─► deleteStream
/// server:      S0 S1 S2      _result         _result      onStatus
/// ```
public final class RtmpSession {

    private static final int HANDSHAKE = 1536;
    private static final int VERSION = 3;

    private static final int SET_CHUNK_SIZE = 1;
    private static final int ABORT = 2;
    private static final int ACKNOWLEDGEMENT = 3;
    private static final int USER_CONTROL = 4;
    private static final int WINDOW_SIZE = 5;
    private static final int PEER_BANDWIDTH = 6;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int COMMAND_AMF3 = 17;
    private static final int COMMAND = 20;
    private static final int PING_REQUEST = 6;
    private static final int PING_RESPONSE = 7;

    private static final int WINDOW = 2_500_000;
    private static final int OUT_CHUNK = 4096;
    private static final int CONTROL_CHUNKS = 2;
    private static final int COMMAND_CHUNKS = 3;
    private static final int STREAM = 1;
    private static final int MAX_COMMAND = 16 * 1024;

    /// Called during [#push].
    public interface Listener {
        void onTransmit(byte[] bytes);

        /// The client wants to publish; decided before this returns.
        ///
        /// @param name of the stream, which is its key
        /// @return null if it may, else a sentence that says why not
        @Nullable String onPublish(String application, String name);

        /// @param millis when it is decoded; wraps at 2^32
        /// @param body of an FLV tag
        void onVideo(long millis, byte[] body) throws RtmpException;

        void onAudio(long millis, byte[] body) throws RtmpException;

        /// The client says that it is done.
        void onUnpublished();
    }

    private enum State {
        /// C0 and C1 are to come.
        NEW,
        /// C2 is to come.
        ANSWERED,
        /// Commands are taken.
        OPEN,
        PUBLISHING,
        OVER
    }

    private final Listener listener;
    private final ChunkReader chunks = new ChunkReader();
    private final byte[] hello = new byte[1 + HANDSHAKE];
    private int helloHas;
    private State state = State.NEW;
    private String application = "";
    private long received;
    private long acknowledged;

    public RtmpSession(Listener listener) {
        this.listener = listener;
    }

    public boolean publishing() {
        return state == State.PUBLISHING;
    }

    /// Nothing that comes is of interest any more.
    public boolean over() {
        return state == State.OVER;
    }

    public void push(byte[] bytes, int offset, int length) throws RtmpException {
        int at = offset;
        int end = offset + length;
        received += length;
        while (at < end && (state == State.NEW || state == State.ANSWERED)) {
            int wanted = state == State.NEW ? hello.length : HANDSHAKE;
            int count = Math.min(wanted - helloHas, end - at);
            System.arraycopy(bytes, at, hello, helloHas, count);
            helloHas += count;
            at += count;
            if (hello[0] != VERSION && state == State.NEW) {
                throw new RtmpException("This is not RTMP.");
            }
            if (helloHas == wanted) {
                helloHas = 0;
                shake();
            }
        }
        if (at < end && state != State.OVER) {
            chunks.push(bytes, at, end - at, this::onMessage);
        }
        if (received - acknowledged >= WINDOW / 2 && state != State.OVER) {
            acknowledged = received;
            control(ACKNOWLEDGEMENT, (int) received);
        }
    }

    /// S1 is zeros: a version of zero tells clients that there is no signature to check (section
    /// 5.2.3). S2 repeats C1.
    private void shake() {
        if (state == State.ANSWERED) {
            state = State.OPEN;
            return;
        }
        state = State.ANSWERED;
        byte[] answer = new byte[1 + 2 * HANDSHAKE];
        answer[0] = VERSION;
        System.arraycopy(hello, 1, answer, 1 + HANDSHAKE, HANDSHAKE);
        listener.onTransmit(answer);
    }

    private void onMessage(RtmpMessage message) throws RtmpException {
        byte[] payload = message.payload();
        switch (message.type()) {
            case SET_CHUNK_SIZE -> chunks.chunkSize(number(payload));
            case ABORT -> chunks.abort(number(payload));
            case USER_CONTROL -> onUserControl(payload);
            case AUDIO -> {
                if (state == State.PUBLISHING) {
                    listener.onAudio(message.timestamp(), payload);
                }
            }
            case VIDEO -> {
                if (state == State.PUBLISHING) {
                    listener.onVideo(message.timestamp(), payload);
                }
            }
            case COMMAND -> onCommand(payload, 0);
            case COMMAND_AMF3 -> onCommand(payload, 1);
            // Metadata says nothing that the media does not say better.
            default -> {}
        }
    }

    private static int number(byte[] payload) throws RtmpException {
        if (payload.length < 4) {
            throw new RtmpException("An RTMP control message is cut short.");
        }
        return ByteBuffer.wrap(payload).getInt();
    }

    private void onUserControl(byte[] payload) {
        if (payload.length >= 6 && payload[0] == 0 && payload[1] == PING_REQUEST) {
            byte[] answer = Arrays.copyOf(payload, 6);
            answer[1] = PING_RESPONSE;
            send(CONTROL_CHUNKS, USER_CONTROL, 0, answer);
        }
    }

    private void onCommand(byte[] payload, int offset) throws RtmpException {
        if (payload.length > MAX_COMMAND || payload.length <= offset) {
            throw new RtmpException("An RTMP command is larger than this server takes.");
        }
        List<@Nullable Object> values = Amf0.read(payload, offset);
        if (values.size() < 2
                || !(values.get(0) instanceof String name)
                || !(values.get(1) instanceof Double transaction)) {
            throw new RtmpException("An RTMP command has no name.");
        }
        switch (name) {
            case "connect" -> connect(transaction, values);
            case "createStream" -> reply("_result", transaction, null, STREAM);
            case "publish" -> publish(values);
            case "play", "play2" -> {
                status(
                        "error",
                        "NetStream.Play.Failed",
                        "This server takes RTMP and does not play it; watch by HLS or WHEP.");
                state = State.OVER;
            }
            case "deleteStream", "closeStream", "FCUnpublish" -> {
                if (state == State.PUBLISHING) {
                    state = State.OVER;
                    listener.onUnpublished();
                }
            }
            // releaseStream, FCPublish, _checkbw: nobody waits for an answer.
            default -> {}
        }
    }

    private void connect(double transaction, List<@Nullable Object> values) {
        if (values.size() > 2
                && values.get(2) instanceof Map<?, ?> parameters
                && parameters.get("app") instanceof String app) {
            application = app;
        }
        control(WINDOW_SIZE, WINDOW);
        send(
                CONTROL_CHUNKS,
                PEER_BANDWIDTH,
                0,
                ByteBuffer.allocate(5).putInt(WINDOW).put((byte) 2).array());
        control(SET_CHUNK_SIZE, OUT_CHUNK);
        var capabilities = new LinkedHashMap<String, Object>();
        capabilities.put("fmsVer", "FMS/3,5,7,7009");
        capabilities.put("capabilities", 31);
        var information = new LinkedHashMap<String, Object>();
        information.put("level", "status");
        information.put("code", "NetConnection.Connect.Success");
        information.put("description", "Connection succeeded.");
        information.put("objectEncoding", 0);
        reply("_result", transaction, capabilities, information);
    }

    private void publish(List<@Nullable Object> values) throws RtmpException {
        if (state != State.OPEN || values.size() < 4 || !(values.get(3) instanceof String name)) {
            throw new RtmpException("RTMP publishes one stream on a connection, by its key.");
        }
        String refusal = listener.onPublish(application, name);
        if (refusal == null) {
            state = State.PUBLISHING;
            status("status", "NetStream.Publish.Start", "Publishing.");
        } else {
            refuse(refusal);
        }
    }

    /// Tells the client why the stream ends, or does not begin.
    public void refuse(String sentence) {
        status("error", "NetStream.Publish.BadName", sentence);
        state = State.OVER;
    }

    private void status(String level, String code, String description) {
        var information = new LinkedHashMap<String, Object>();
        information.put("level", level);
        information.put("code", code);
        information.put("description", description);
        send(COMMAND_CHUNKS, COMMAND, STREAM, Amf0.write("onStatus", 0, null, information));
    }

    private void reply(
            String name, double transaction, @Nullable Object first, @Nullable Object second) {
        send(COMMAND_CHUNKS, COMMAND, 0, Amf0.write(name, transaction, first, second));
    }

    private void control(int type, int value) {
        send(CONTROL_CHUNKS, type, 0, ByteBuffer.allocate(4).putInt(value).array());
    }

    /// All that a server says fits into one chunk once it has announced their size, and before that
    /// only control messages are sent.
    private void send(int chunkStream, int type, int streamId, byte[] payload) {
        listener.onTransmit(
                ByteBuffer.allocate(12 + payload.length)
                        .put((byte) chunkStream)
                        .put(new byte[3])
                        .put((byte) 0)
                        .putShort((short) payload.length)
                        .put((byte) type)
                        .putInt(Integer.reverseBytes(streamId))
                        .put(payload)
                        .array());
    }
}
