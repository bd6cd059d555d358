package io.rostra.webrtc.datachannel;

import io.rostra.webrtc.sctp.Association;
import io.rostra.webrtc.sctp.DeliveryPolicy;
import java.nio.charset.StandardCharsets;

/// One bidirectional channel: a pair of SCTP streams with the same id (RFC 8831 section 6).
/// Confined to the event loop of its `DataChannels`.
public final class DataChannel {
    /// ```text
    ///                 ACK or first message             close, or the peer closed
    ///   CONNECTING -----------------------> OPEN ------------------------------> CLOSING
    ///       |  `send` is allowed in both      |                                     | both streams
    ///       |                                 | association ended                   v are reset
    ///       +---------------------------------+--------------------------------> CLOSED
    /// ```
    public enum State {
        CONNECTING,
        OPEN,
        CLOSING,
        CLOSED
    }

    private static final byte[] EMPTY = {0};

    private final DataChannels owner;
    private final Association association;
    private final int id;
    private final String label;
    private final String protocol;
    private final DeliveryPolicy policy;
    private State state;
    private boolean incomingReset;
    private boolean outgoingReset;
    private boolean successorReset;

    DataChannel(
            DataChannels owner,
            Association association,
            int id,
            DcepMessage.Open open,
            State state) {
        this.owner = owner;
        this.association = association;
        this.id = id;
        this.label = open.label();
        this.protocol = open.protocol();
        this.policy = open.reliability().policy();
        this.state = state;
    }

    /// The stream id, unique among the channels that are not closed.
    public int id() {
        return id;
    }

    public String label() {
        return label;
    }

    public String protocol() {
        return protocol;
    }

    public State state() {
        return state;
    }

    /// Queues a text message.
    ///
    /// @return false if the send buffer is full, or the channel is closing or closed
    /// @throws IllegalArgumentException if it is larger than the peer takes
    public boolean send(String text, long now) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0
                ? send(PayloadProtocol.STRING_EMPTY, EMPTY, now)
                : send(PayloadProtocol.STRING, bytes, now);
    }

    /// Queues a binary message; see `send(String, long)`. The array is not copied and must not
    /// change afterwards.
    public boolean send(byte[] binary, long now) {
        return binary.length == 0
                ? send(PayloadProtocol.BINARY_EMPTY, EMPTY, now)
                : send(PayloadProtocol.BINARY, binary, now);
    }

    private boolean send(int ppid, byte[] payload, long now) {
        if (payload.length > owner.peerMaxMessageSize()) {
            throw new IllegalArgumentException(
                    "message of "
                            + payload.length
                            + " bytes, the peer takes at most "
                            + owner.peerMaxMessageSize());
        }
        return switch (state) {
            // Nothing may overtake the OPEN, so order is kept until it was confirmed (RFC 8832
            // section 6).
            case CONNECTING -> association.send(id, ppid, payload, policy.inOrder(), now);
            case OPEN -> association.send(id, ppid, payload, policy, now);
            case CLOSING, CLOSED -> false;
        };
    }

    /// Bytes that were accepted by `send` and did not leave yet.
    public long bufferedAmount() {
        return state == State.CLOSED ? 0 : association.bufferedAmount(id);
    }

    /// Closes the channel after what is queued was sent; `Closed` follows when both sides are done.
    public void close(long now) {
        owner.close(this);
    }

    void opened() {
        state = State.OPEN;
    }

    void closing() {
        state = State.CLOSING;
    }

    void closed() {
        state = State.CLOSED;
    }

    void onIncomingReset() {
        incomingReset = true;
    }

    void onOutgoingReset() {
        outgoingReset = true;
    }

    boolean incomingReset() {
        return incomingReset;
    }

    /// The peer opened and closed the next channel of this id before it confirmed the end of this
    /// one.
    void successorReset(boolean seen) {
        successorReset |= seen;
    }

    boolean successorReset() {
        return successorReset;
    }

    boolean fullyReset() {
        return incomingReset && outgoingReset;
    }
}
