package io.rostra.webrtc.sctp;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Builds and checks what the four-way handshake exchanges (RFC 9260 section 5); the states are in
/// `Association`.
///
/// ```text
///  INIT ------------------->
///       <------- INIT ACK (state cookie)       answered without keeping anything
///  COOKIE ECHO ------------>                   here the association begins
///       <------------ COOKIE ACK
/// ```
///
/// Confined to one event loop.
final class Handshake {
    /// What a COOKIE ECHO amounts to.
    enum Verdict {
        ESTABLISH,
        CONFIRM,
        RESTART,
        STALE,
        DISCARD
    }

    private static final int COOKIE_KEY_LENGTH = 32;

    private final AssociationLimits limits;
    private final RandomGenerator random;
    private final byte[] cookieKey = new byte[COOKIE_KEY_LENGTH];
    private final int localTag;
    private final int localInitialTsn;

    Handshake(AssociationLimits limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
        random.nextBytes(cookieKey);
        localTag = newTag();
        localInitialTsn = random.nextInt();
    }

    /// The tag of our own INIT: what the peer's answers carry until there is a control block.
    int localTag() {
        return localTag;
    }

    private int newTag() {
        int tag = random.nextInt();
        return tag == 0 ? 1 : tag;
    }

    private InitParameters parameters(
            int tag, int tsn, byte @Nullable [] cookie, List<byte[]> unrecognized) {
        return new InitParameters(
                tag,
                limits.receiveBuffer(),
                limits.streams(),
                limits.streams(),
                tsn,
                true,
                true,
                cookie,
                unrecognized);
    }

    InitChunk init() {
        return new InitChunk(parameters(localTag, localInitialTsn, null, List.of()));
    }

    /// @param existing our association with this peer, if there is one: then it may be a restart
    ///   (section 5.2.2)
    InitAckChunk answer(
            InitParameters peer, @Nullable TransmissionControlBlock existing, long now) {
        int tag = existing == null ? localTag : newTag();
        int tsn = existing == null ? localInitialTsn : random.nextInt();
        StateCookie cookie =
                new StateCookie(
                        now,
                        tag,
                        peer.initiateTag(),
                        tsn,
                        peer.initialTsn(),
                        peer.receiverWindow(),
                        Math.min(limits.streams(), peer.inboundStreams()),
                        peer.forwardTsn(),
                        peer.reConfig(),
                        existing == null ? 0 : existing.localTag(),
                        existing == null ? 0 : existing.peerTag());
        return new InitAckChunk(parameters(tag, tsn, cookie.seal(cookieKey), peer.unrecognized()));
    }

    /// What the peer's INIT ACK agrees to.
    StateCookie agreed(InitParameters peer, long now) {
        return new StateCookie(
                now,
                localTag,
                peer.initiateTag(),
                localInitialTsn,
                peer.initialTsn(),
                peer.receiverWindow(),
                Math.min(limits.streams(), peer.inboundStreams()),
                peer.forwardTsn(),
                peer.reConfig(),
                0,
                0);
    }

    @Nullable StateCookie open(CookieEchoChunk echo) {
        return StateCookie.open(echo.cookie(), cookieKey);
    }

    /// Section 5.2.4; the letters are those of its table.
    ///
    /// @param cookie one of ours, echoed with the tag that it names
    static Verdict judge(
            StateCookie cookie,
            @Nullable TransmissionControlBlock existing,
            AssociationState state,
            long now) {
        if (existing == null) {
            return cookie.expired(now) ? Verdict.STALE : Verdict.ESTABLISH;
        }
        boolean sameLocal = cookie.localTag() == existing.localTag();
        boolean samePeer = cookie.peerTag() == existing.peerTag();
        if (sameLocal && samePeer) {
            return Verdict.CONFIRM; // D
        }
        if (cookie.expired(now)) {
            return Verdict.STALE;
        }
        if (sameLocal && state == AssociationState.COOKIE_ECHOED) {
            return Verdict.ESTABLISH; // B
        }
        boolean tied =
                cookie.tieLocal() == existing.localTag() && cookie.tiePeer() == existing.peerTag();
        return !sameLocal && tied && state != AssociationState.SHUTDOWN_ACK_SENT
                ? Verdict.RESTART // A
                : Verdict.DISCARD; // C
    }

    static boolean acceptable(InitParameters peer) {
        return peer.initiateTag() != 0 && peer.inboundStreams() != 0 && peer.outboundStreams() != 0;
    }
}
