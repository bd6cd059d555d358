package io.rostra.webrtc.datachannel;

import io.rostra.webrtc.sctp.Association;
import io.rostra.webrtc.sctp.AssociationEvent;
import io.rostra.webrtc.sctp.AssociationEvent.MessageReceived;
import io.rostra.webrtc.sctp.AssociationLimits;
import io.rostra.webrtc.sctp.DeliveryPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One SCTP association and its data channels (RFC 8831). Confined to one event loop; `now` is
/// nanoseconds of any steady clock, such as `System.nanoTime`.
///
/// After every call, take all of `pollEvent` and then all of `pollTransmit`, and arm a timer for
/// `nextTimeoutNanos`.
public final class DataChannels {
    /// What a peer takes if its SDP names no `max-message-size` (RFC 8841 section 6.1).
    private static final int DEFAULT_PEER_MAX_MESSAGE_SIZE = 65536;

    private final int firstOwnId;
    private final int maxMessageSize;
    private final Association association;
    private final Map<Integer, DataChannel> channels = new TreeMap<>();
    private final EarlyMessages early;
    private final ArrayDeque<DataChannelEvent> events = new ArrayDeque<>();

    /// Ids whose streams could not be reset: not to be used again.
    private final BitSet retired = new BitSet();

    private int peerMaxMessageSize = DEFAULT_PEER_MAX_MESSAGE_SIZE;

    /// @param dtlsClient our role in DTLS: the client's channels have even ids, the server's odd
    ///   ones (RFC 8832 section 6)
    /// @param random unpredictable in production, as verification tags come from it
    /// @param maxMessageSize largest message that we take, bytes; say the same in the SDP
    public DataChannels(boolean dtlsClient, RandomGenerator random, int maxMessageSize) {
        this.firstOwnId = dtlsClient ? 0 : 1;
        this.maxMessageSize = maxMessageSize;
        this.early = new EarlyMessages(maxMessageSize);
        this.association = new Association(AssociationLimits.forMessagesOf(maxMessageSize), random);
    }

    /// Sets up the association actively. Not needed with a browser, which does it itself.
    public void connect(long now) {
        association.connect(now);
    }

    /// The peer's `a=max-message-size`, bytes; 0 means any size.
    public void peerMaxMessageSize(int bytes) {
        peerMaxMessageSize = bytes == 0 ? Integer.MAX_VALUE : bytes;
    }

    int peerMaxMessageSize() {
        return peerMaxMessageSize;
    }

    public void onPacket(byte[] buffer, int offset, int length, long now) {
        association.onPacket(buffer, offset, length, now);
        processEvents(now);
    }

    /// `Long.MAX_VALUE` if there is nothing to wait for.
    public long nextTimeoutNanos() {
        return association.nextTimeoutNanos();
    }

    public void onTimeout(long now) {
        association.onTimeout(now);
        processEvents(now);
    }

    /// The next packet for DTLS, at most 1150 bytes, or null.
    public byte @Nullable [] pollTransmit(long now) {
        return association.pollTransmit(now);
    }

    /// The next thing that happened, or null. Messages count against what the peer may send until
    /// they are taken here.
    public @Nullable DataChannelEvent pollEvent() {
        DataChannelEvent event = events.poll();
        if (event instanceof DataChannelEvent.Message(_, var payload, _)) {
            association.consumed(payload.length);
        }
        return event;
    }

    public boolean established() {
        return association.established();
    }

    /// Packets dropped because they were malformed or not for this association.
    public long droppedPackets() {
        return association.droppedPackets();
    }

    /// Opens a channel; before the association is established the request waits. Messages may be
    /// sent at once. If there is no id left, or the association has ended, the channel comes back
    /// closed.
    public DataChannel open(String label, String protocol, Reliability reliability, long now) {
        DcepMessage.Open open = new DcepMessage.Open(reliability, label, protocol);
        int id = freeId();
        DataChannel channel =
                new DataChannel(this, association, id, open, DataChannel.State.CONNECTING);
        if (id >= association.outboundStreams() || !sendDcep(id, open, now)) {
            channel.closed();
            events.add(new DataChannelEvent.Closed(channel));
            return channel;
        }
        channels.put(id, channel);
        return channel;
    }

    private int freeId() {
        int id = firstOwnId;
        while (channels.containsKey(id) || retired.get(id)) {
            id += 2;
        }
        return id;
    }

    private boolean sendDcep(int id, DcepMessage message, long now) {
        return association.send(
                id, PayloadProtocol.DCEP, message.toBytes(), DeliveryPolicy.RELIABLE, now);
    }

    void close(DataChannel channel) {
        if (channel.state() != DataChannel.State.CONNECTING
                && channel.state() != DataChannel.State.OPEN) {
            return;
        }
        if (!association.established()) {
            finish(channel);
            return;
        }
        channel.closing();
        association.resetStream(channel.id());
    }

    /// Ends the association gracefully; `AssociationClosed` follows when the peer agreed or did not
    /// answer.
    public void shutdown(long now) {
        association.shutdown(now);
        processEvents(now);
    }

    /// Ends the association at once and tells the peer why.
    public void abort(String reason, long now) {
        association.abort(reason);
        processEvents(now);
    }

    private void processEvents(long now) {
        AssociationEvent event = association.pollEvent();
        while (event != null) {
            switch (event) {
                case AssociationEvent.Established _ -> closeBeyond(association.outboundStreams());
                case MessageReceived message -> onMessage(message, now);
                case AssociationEvent.IncomingStreamsReset(var streams) ->
                        onIncomingReset(streams, now);
                case AssociationEvent.OutgoingStreamsReset(var streams, var performed) ->
                        onOutgoingReset(streams, performed, now);
                case AssociationEvent.Restarted _ -> closeAll();
                case AssociationEvent.Closed(var reason) -> {
                    closeAll();
                    events.add(new DataChannelEvent.AssociationClosed(reason));
                }
            }
            event = association.pollEvent();
        }
    }

    private void onMessage(MessageReceived message, long now) {
        DataChannel channel = channels.get(message.stream());
        if (channel != null && channel.incomingReset()) {
            holdBack(message); // for the next channel with this id: the peer was quicker to end the
            // last
            return;
        }
        if (message.ppid() == PayloadProtocol.DCEP) {
            association.consumed(message.payload().length);
            onDcep(message, now);
            return;
        }
        if (channel == null) {
            holdBack(message);
            return;
        }
        if (channel.state() == DataChannel.State.CONNECTING) {
            opened(channel); // the peer uses it: the ACK is late
        }
        deliver(channel, message);
    }

    private void holdBack(MessageReceived message) {
        if (!early.offer(message)) {
            association.consumed(message.payload().length);
        }
    }

    private void deliver(DataChannel channel, MessageReceived message) {
        byte[] payload = message.payload();
        boolean wanted = channel.state() == DataChannel.State.OPEN;
        if (wanted && payload.length > maxMessageSize) {
            close(channel);
            wanted = false;
        }
        switch (message.ppid()) {
            case PayloadProtocol.STRING, PayloadProtocol.BINARY -> {
                if (wanted) {
                    boolean text = message.ppid() == PayloadProtocol.STRING;
                    events.add(new DataChannelEvent.Message(channel, payload, text));
                    return;
                }
            }
            case PayloadProtocol.STRING_EMPTY, PayloadProtocol.BINARY_EMPTY -> {
                if (wanted) {
                    boolean text = message.ppid() == PayloadProtocol.STRING_EMPTY;
                    events.add(new DataChannelEvent.Message(channel, new byte[0], text));
                }
            }
            default -> {}
        }
        association.consumed(payload.length);
    }

    private void onDcep(MessageReceived received, long now) {
        DcepMessage message = DcepMessage.parse(received.payload());
        int id = received.stream();
        DataChannel channel = channels.get(id);
        switch (message) {
            case DcepMessage.Ack _ -> {
                if (channel != null && channel.state() == DataChannel.State.CONNECTING) {
                    opened(channel);
                }
            }
            case DcepMessage.Open open -> {
                if (channel == null) {
                    accept(id, open, now);
                }
            }
            case null -> {
                if (channel == null) {
                    association.resetStream(id); // refuses it (RFC 8832 section 6)
                }
            }
        }
    }

    private void accept(int id, DcepMessage.Open open, long now) {
        if (id >= association.outboundStreams() || !sendDcep(id, new DcepMessage.Ack(), now)) {
            association.resetStream(id);
            return;
        }
        DataChannel channel = new DataChannel(this, association, id, open, DataChannel.State.OPEN);
        channels.put(id, channel);
        events.add(new DataChannelEvent.Opened(channel));
        for (MessageReceived message : early.take(id)) {
            deliver(channel, message);
        }
    }

    private void opened(DataChannel channel) {
        channel.opened();
        events.add(new DataChannelEvent.Opened(channel));
    }

    /// The peer closed channels: we do the same in our direction (RFC 8831 section 6.7).
    private void onIncomingReset(List<Integer> streams, long now) {
        List<Integer> ids = streams.isEmpty() ? List.copyOf(channels.keySet()) : streams;
        for (Integer id : ids) {
            DataChannel channel = channels.get(id);
            if (channel == null) {
                for (MessageReceived orphan : early.take(id)) {
                    association.consumed(orphan.payload().length);
                }
            } else if (channel.incomingReset()) {
                channel.successorReset(early.has(id));
            } else {
                onIncomingReset(channel, now);
            }
        }
    }

    private void onIncomingReset(DataChannel channel, long now) {
        channel.onIncomingReset();
        if (channel.fullyReset()) {
            finishAndFollow(channel, now);
        } else {
            association.discardUnsent(channel.id());
            close(channel);
        }
    }

    private void onOutgoingReset(List<Integer> streams, boolean performed, long now) {
        for (Integer id : streams) {
            if (!performed) {
                retired.set(id);
            }
            DataChannel channel = channels.get(id);
            if (channel == null) {
                continue;
            }
            channel.onOutgoingReset();
            if (!performed || channel.fullyReset()) {
                finishAndFollow(channel, now);
            }
        }
    }

    /// Ends a channel; what the peer meanwhile did with the next one of the same id is done now.
    private void finishAndFollow(DataChannel channel, long now) {
        finish(channel);
        for (MessageReceived message : early.take(channel.id())) {
            onMessage(message, now);
        }
        DataChannel successor = channels.get(channel.id());
        if (successor != null && channel.successorReset()) {
            onIncomingReset(successor, now);
        }
    }

    private void closeBeyond(int outboundStreams) {
        for (DataChannel channel : new ArrayList<>(channels.values())) {
            if (channel.id() >= outboundStreams) {
                finish(channel);
            }
        }
    }

    private void closeAll() {
        early.clear();
        retired.clear();
        for (DataChannel channel : new ArrayList<>(channels.values())) {
            finish(channel);
        }
    }

    private void finish(DataChannel channel) {
        channels.remove(channel.id());
        association.discardUnsent(channel.id());
        channel.closed();
        events.add(new DataChannelEvent.Closed(channel));
    }
}
