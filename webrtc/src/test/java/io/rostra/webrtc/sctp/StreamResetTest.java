package io.rostra.webrtc.sctp;

import static io.rostra.webrtc.sctp.RawPeer.FIRST_TSN;
import static io.rostra.webrtc.sctp.RawPeer.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.webrtc.sctp.AssociationEvent.IncomingStreamsReset;
import io.rostra.webrtc.sctp.AssociationEvent.OutgoingStreamsReset;
import io.rostra.webrtc.sctp.ReConfigParameter.OutgoingReset;
import io.rostra.webrtc.sctp.ReConfigParameter.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/// RFC 6525 against a peer that loses, repeats and postpones.
class StreamResetTest {
    private final RawPeer peer = RawPeer.connected();

    private void request(int number, int lastTsn, int... streams) {
        peer.send(new ReConfigChunk(List.of(new OutgoingReset(number, 0, lastTsn, streams))));
    }

    private int answer() {
        List<ReConfigChunk> chunks = peer.receive(ReConfigChunk.class);
        assertThat(chunks).hasSize(1);
        return ((Response) chunks.getFirst().parameters().getFirst()).result();
    }

    private OutgoingReset theirRequest() {
        return peer.receive(ReConfigChunk.class).stream()
                .map(chunk -> (OutgoingReset) chunk.parameters().getFirst())
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private void respond(OutgoingReset request, int result) {
        peer.send(new ReConfigChunk(List.of(new Response(request.requestNumber(), result))));
    }

    private long resets() {
        return peer.events.stream().filter(IncomingStreamsReset.class::isInstance).count();
    }

    @Test
    void performsARequestOnceAndRepeatsTheAnswer() {
        peer.send(whole(FIRST_TSN, 3, 0, "a"), whole(FIRST_TSN + 1, 3, 1, "b"));
        peer.receive();
        request(FIRST_TSN, FIRST_TSN + 1, 3);
        assertThat(answer()).isEqualTo(Response.PERFORMED);
        peer.send(whole(FIRST_TSN + 2, 3, 0, "again from zero"));
        peer.receive();
        request(FIRST_TSN, FIRST_TSN + 1, 3);
        assertThat(answer()).isEqualTo(Response.PERFORMED);
        peer.send(whole(FIRST_TSN + 3, 3, 1, "still in order"));
        assertThat(peer.texts()).containsExactly("a", "b", "again from zero", "still in order");
        assertThat(resets()).isEqualTo(1);
    }

    @Test
    void waitsForMissingDataAndAnswersTheRepeatedRequest() {
        request(FIRST_TSN, FIRST_TSN, 3);
        assertThat(answer()).isEqualTo(Response.IN_PROGRESS);
        assertThat(resets()).isZero();
        peer.send(whole(FIRST_TSN, 3, 0, "late"));
        peer.receive();
        assertThat(peer.events.getLast()).isEqualTo(new IncomingStreamsReset(List.of(3)));
        request(FIRST_TSN, FIRST_TSN, 3);
        assertThat(answer()).isEqualTo(Response.PERFORMED);
        assertThat(resets()).isEqualTo(1);
    }

    @Test
    void aRetryUnderANewNumberIsNotCarriedOutTwice() {
        request(FIRST_TSN, FIRST_TSN, 3);
        assertThat(answer()).isEqualTo(Response.IN_PROGRESS);
        peer.send(whole(FIRST_TSN, 3, 0, "late"));
        peer.receive();
        request(FIRST_TSN + 1, FIRST_TSN, 3);
        assertThat(answer()).isEqualTo(Response.PERFORMED);
        assertThat(resets()).isEqualTo(1);
    }

    @Test
    void refusesNumbersOutOfSequence() {
        request(FIRST_TSN + 5, FIRST_TSN - 1, 3);
        assertThat(answer()).isEqualTo(Response.BAD_SEQUENCE_NUMBER);
        request(FIRST_TSN - 1, FIRST_TSN - 1, 3);
        assertThat(answer()).isEqualTo(Response.BAD_SEQUENCE_NUMBER);
        assertThat(resets()).isZero();
    }

    @Test
    void repeatsARequestUntilItIsAnswered() {
        peer.association.resetStream(7);
        OutgoingReset first = theirRequest();
        assertThat(first.requestNumber()).isEqualTo(peer.associationTsn);
        assertThat(first.lastTsn()).isEqualTo(peer.associationTsn - 1);
        for (int i = 0; i < 3; i++) {
            peer.nextTimeout();
            assertThat(theirRequest().requestNumber()).isEqualTo(first.requestNumber());
        }
        respond(first, Response.PERFORMED);
        assertThat(peer.events.getLast()).isEqualTo(new OutgoingStreamsReset(List.of(7), true));
        assertThat(peer.association.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void asksAnewUnderANewNumberWhileThePeerIsNotReady() {
        peer.association.resetStream(7);
        OutgoingReset first = theirRequest();
        respond(first, Response.IN_PROGRESS);
        assertThat(theirRequest()).isNull();
        peer.nextTimeout();
        OutgoingReset second = theirRequest();
        assertThat(second.requestNumber()).isEqualTo(first.requestNumber() + 1);
        assertThat(second.streams()).containsExactly(7);
        respond(first, Response.PERFORMED);
        respond(second, Response.PERFORMED);
        assertThat(peer.events.getLast()).isEqualTo(new OutgoingStreamsReset(List.of(7), true));
    }

    @Test
    void resetsOnlyWhatIsSentAndAcknowledged() {
        peer.association.send(7, 51, new byte[] {1}, DeliveryPolicy.RELIABLE, peer.now);
        peer.association.resetStream(7);
        assertThat(peer.receive(ReConfigChunk.class)).isEmpty();
        peer.send(SackChunk.cumulative(peer.associationTsn, 100_000));
        OutgoingReset request = theirRequest();
        assertThat(request.lastTsn()).isEqualTo(peer.associationTsn);
        respond(request, Response.PERFORMED);
        peer.association.send(7, 51, new byte[] {1}, DeliveryPolicy.RELIABLE, peer.now);
        assertThat(peer.receive(DataChunk.class).getFirst().ssn()).isZero();
    }

    @Test
    void aRefusedResetIsReported() {
        peer.association.resetStream(7);
        respond(theirRequest(), Response.DENIED);
        assertThat(peer.events.getLast()).isEqualTo(new OutgoingStreamsReset(List.of(7), false));
    }

    @Test
    void aPeerThatNeverAnswersEndsTheAssociation() {
        peer.association.resetStream(7);
        peer.receive();
        for (int i = 0; i < 20 && !peer.ended(); i++) {
            peer.nextTimeout();
            peer.receive();
        }
        assertThat(peer.ended()).isTrue();
    }

    @Test
    void aLateForwardTsnFromBeforeTheResetIsIgnored() {
        ForwardTsnChunk forward =
                new ForwardTsnChunk(FIRST_TSN, List.of(new ForwardTsnChunk.Skipped(3, 0)));
        peer.send(forward);
        request(FIRST_TSN, FIRST_TSN, 3);
        peer.send(forward);
        peer.send(whole(FIRST_TSN + 1, 3, 0, "x"));
        assertThat(peer.texts()).containsExactly("x");
    }
}
