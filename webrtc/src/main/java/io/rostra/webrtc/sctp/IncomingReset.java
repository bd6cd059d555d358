package io.rostra.webrtc.sctp;

import io.rostra.webrtc.sctp.ReConfigParameter.OtherRequest;
import io.rostra.webrtc.sctp.ReConfigParameter.OutgoingReset;
import io.rostra.webrtc.sctp.ReConfigParameter.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The peer's requests to reset its streams (RFC 6525 section 5.2). A request is carried out once;
/// its repetitions get the same answer, except that "in progress" is judged anew. Confined to one
/// event loop.
final class IncomingReset {
    private int expectedNumber;
    private boolean answeredAny;
    private boolean toldInProgress;
    private int lastResult;
    private @Nullable OutgoingReset deferred;

    /// Carried out after its sender was told "in progress", so it may ask again under a new number.
    private @Nullable OutgoingReset performedLate;

    /// @param peerInitialTsn request numbers begin with it
    IncomingReset(int peerInitialTsn) {
        this.expectedNumber = peerInitialTsn;
    }

    /// Number of the latest request that was processed.
    int lastNumber() {
        return expectedNumber - 1;
    }

    Response onRequest(OutgoingReset request, int cumulativeTsn) {
        int number = request.requestNumber();
        if (!isNext(number)) {
            return repeated(number);
        }
        OutgoingReset late = performedLate;
        performedLate = null;
        if (late != null && Arrays.equals(late.streams(), request.streams())) {
            lastResult = Response.PERFORMED; // not twice: the streams may be in use again
            return new Response(number, lastResult);
        }
        deferred = request;
        lastResult =
                SerialNumber.tsnAtMost(request.lastTsn(), cumulativeTsn)
                        ? Response.PERFORMED
                        : Response.IN_PROGRESS;
        toldInProgress = lastResult == Response.IN_PROGRESS;
        return new Response(number, lastResult);
    }

    /// Requests that we do not carry out: the peer may not reset our streams, or add more.
    Response onOtherRequest(OtherRequest request) {
        int number = request.requestNumber();
        if (!isNext(number)) {
            return repeated(number);
        }
        lastResult =
                request.type() == ReConfigParameter.INCOMING_RESET
                        ? Response.NOTHING_TO_DO
                        : Response.DENIED;
        return new Response(number, lastResult);
    }

    private boolean isNext(int number) {
        if (number != expectedNumber) {
            return false;
        }
        expectedNumber++;
        answeredAny = true;
        return true;
    }

    private Response repeated(int number) {
        boolean known = answeredAny && number == expectedNumber - 1;
        if (known && lastResult == Response.PERFORMED) {
            performedLate = null;
        }
        return new Response(number, known ? lastResult : Response.BAD_SEQUENCE_NUMBER);
    }

    /// The streams to reset now that all data to `cumulativeTsn` arrived, or null. An empty list
    /// means all.
    @Nullable List<Integer> due(int cumulativeTsn) {
        OutgoingReset request = deferred;
        if (request == null || SerialNumber.tsnBefore(cumulativeTsn, request.lastTsn())) {
            return null;
        }
        deferred = null;
        performedLate = toldInProgress ? request : null;
        if (request.requestNumber() == lastNumber()) {
            lastResult = Response.PERFORMED;
        }
        List<Integer> streams = new ArrayList<>(request.streams().length);
        for (int stream : request.streams()) {
            streams.add(stream);
        }
        return List.copyOf(streams);
    }
}
