package io.rostra.webrtc.sctp;

import io.rostra.webrtc.sctp.ReConfigParameter.OutgoingReset;
import io.rostra.webrtc.sctp.ReConfigParameter.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Our requests to reset streams of ours (RFC 6525 section 5.1): how a data channel is closed. One
/// request is on its way at a time, repeated until it is answered. Confined to one event loop.
///
/// ```text
///            drained, nothing on its way           RTO: same number again
///   waiting -----------------------------> request -------------+
///      ^                                    |   ^---------------+
///      |  "in progress", after an RTO:      |
///      +------- with a new number ----------+----> performed or refused
/// ```
final class StreamReset {
    private static final int MAX_STREAMS_PER_REQUEST = 256;

    /// What a request ended with.
    record Outcome(List<Integer> streams, boolean performed) {}

    private final RetransmissionTimeout rto;
    private final Timer timer = new Timer();

    /// Stream to the last TSN that was assigned when it had nothing more to send; absent until
    /// then.
    private final Map<Integer, Drained> waiting = new LinkedHashMap<>();

    private @Nullable OutgoingReset current;
    private boolean sendDue;
    private boolean postponed;
    private int nextRequestNumber;
    private int errors;

    private record Drained(boolean known, int lastTsn) {
        static final Drained NOT_YET = new Drained(false, 0);
    }

    /// @param initialTsn ours: request numbers begin with it (section 4.1)
    StreamReset(int initialTsn, RetransmissionTimeout rto) {
        this.nextRequestNumber = initialTsn;
        this.rto = rto;
    }

    /// Resets a stream as soon as its queued messages are sent and acknowledged: then the peer need
    /// not answer "in progress".
    void request(int stream) {
        if (!isResetting(stream)) {
            waiting.put(stream, Drained.NOT_YET);
        }
    }

    private boolean isResetting(int stream) {
        if (current != null) {
            for (int id : current.streams()) {
                if (id == stream) {
                    return true;
                }
            }
        }
        return waiting.containsKey(stream);
    }

    /// The request to send now, or null.
    @Nullable OutgoingReset poll(
            SendQueue queue, RetransmissionQueue outstanding, int responseNumber, long now) {
        if (postponed) {
            return null;
        }
        OutgoingReset request = current;
        if (request == null && waiting.isEmpty()) {
            return null;
        }
        if (request == null) {
            int[] streams = takeDrained(queue, outstanding);
            if (streams.length == 0) {
                return null;
            }
            request =
                    new OutgoingReset(
                            nextRequestNumber++,
                            responseNumber,
                            outstanding.lastAssignedTsn(),
                            streams);
            current = request;
            sendDue = true;
        }
        if (!sendDue) {
            return null;
        }
        sendDue = false;
        timer.start(now + rto.nanos());
        return request;
    }

    private int[] takeDrained(SendQueue queue, RetransmissionQueue outstanding) {
        List<Integer> drained = new ArrayList<>();
        for (Map.Entry<Integer, Drained> entry : waiting.entrySet()) {
            if (!entry.getValue().known() && queue.isEmpty(entry.getKey())) {
                entry.setValue(new Drained(true, outstanding.lastAssignedTsn()));
            }
            Drained state = entry.getValue();
            if (state.known()
                    && SerialNumber.tsnAtMost(state.lastTsn(), outstanding.cumulativeAck())
                    && drained.size() < MAX_STREAMS_PER_REQUEST) {
                drained.add(entry.getKey());
            }
        }
        drained.forEach(waiting::remove);
        return drained.stream().mapToInt(Integer::intValue).toArray();
    }

    /// @return how the current request ended, or null if it did not
    @Nullable Outcome onResponse(Response response, SendQueue queue, long now) {
        OutgoingReset request = current;
        if (request == null || postponed || response.requestNumber() != request.requestNumber()) {
            return null;
        }
        errors = 0;
        switch (response.result()) {
            case Response.IN_PROGRESS, Response.ALREADY_IN_PROGRESS -> {
                postponed = true;
                timer.start(now + rto.nanos());
                return null;
            }
            case Response.PERFORMED, Response.NOTHING_TO_DO -> {
                for (int stream : request.streams()) {
                    queue.resetSequence(stream);
                }
                return end(request, true);
            }
            default -> {
                return end(request, false);
            }
        }
    }

    private Outcome end(OutgoingReset request, boolean performed) {
        current = null;
        sendDue = false;
        timer.stop();
        List<Integer> streams = new ArrayList<>(request.streams().length);
        for (int stream : request.streams()) {
            streams.add(stream);
        }
        return new Outcome(List.copyOf(streams), performed);
    }

    void onTimeout(RetransmissionQueue outstanding, int responseNumber, long now) {
        if (!timer.expire(now)) {
            return;
        }
        OutgoingReset request = current;
        if (request == null) {
            return;
        }
        if (postponed) {
            // A receiver may answer a repeated number with the same "in progress" for ever: ask
            // anew.
            postponed = false;
            current =
                    new OutgoingReset(
                            nextRequestNumber++,
                            responseNumber,
                            outstanding.lastAssignedTsn(),
                            request.streams());
        } else {
            errors++;
            rto.backOff();
        }
        sendDue = true;
    }

    /// Consecutive repetitions without an answer.
    int errors() {
        return errors;
    }

    long earliest(long other) {
        return timer.earliest(other);
    }
}
