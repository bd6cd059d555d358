package io.rostra.webrtc.srtp;

import io.rostra.media.rtp.BigEndian;
import io.rostra.media.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// SRTP of one direction of one transport: either the side that protects or the side that
/// unprotects, for every SSRC on it (RFC 3711 section 3.3). Confined to one thread.
///
/// **One index, one packet.** A (SSRC, packet index) pair is encrypted once: a second packet under
/// it would give away the plaintext and, with GCM, the authentication key. [#protect] refuses it
/// with [#INDEX_REUSED]. To resend a packet, send the stored ciphertext again, byte for byte, or
/// use RTX with its own SSRC and counter.
///
/// The rollover counter is not on the wire; it is guessed from the highest sequence number so far
/// (RFC 3711 appendix A). A stream therefore moves by less than 32768 sequence numbers at a time,
/// and starts with rollover counter 0.
public final class SrtpContext {
    /// Longest that [#protect] makes a packet grow, in bytes.
    public static final int MAX_OVERHEAD = 16;

    /// Drop reasons, all negative. Too short, not RTP, or not RTCP.
    public static final int MALFORMED = -1;

    /// The tag is wrong: corrupted, forged, or another key.
    public static final int AUTH_FAILED = -2;

    /// This packet was already received.
    public static final int REPLAYED = -3;

    /// Too far behind the newest packet to know whether it was already seen.
    public static final int TOO_OLD = -4;

    /// A new SSRC when the context already has 1024.
    public static final int TOO_MANY_SSRCS = -5;

    /// Sending only: this sequence number was already protected.
    public static final int INDEX_REUSED = -6;

    /// SRTCP only: all 2^31 indexes of the key are used up.
    public static final int KEY_EXHAUSTED = -7;

    /// SRTCP only: the peer did not encrypt, which WebRTC forbids.
    public static final int UNENCRYPTED = -8;

    /// Length of an array of counters indexed by the negated reason.
    public static final int REASONS = 9;

    private final PacketCipher cipher;
    private final int tagLength;
    private final SsrcTable streams = new SsrcTable();

    /// A context with the given master key and salt.
    public SrtpContext(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        this(profile, SessionKeys.forSrtp(profile, masterKey, masterSalt));
    }

    SrtpContext(SrtpProfile profile, SessionKeys keys) {
        cipher = PacketCipher.of(profile, keys);
        tagLength = profile.authTagLength();
    }

    /// For packets that the DTLS client sends.
    public static SrtpContext ofClient(KeyingMaterial material) {
        return new SrtpContext(material.profile(), material.clientKey(), material.clientSalt());
    }

    /// For packets that the DTLS server sends.
    public static SrtpContext ofServer(KeyingMaterial material) {
        return new SrtpContext(material.profile(), material.serverKey(), material.serverSalt());
    }

    /// Encrypts one RTP packet in place. The array has room for [#MAX_OVERHEAD] bytes behind it.
    /// Returns the new length, or a negative reason, with the packet unchanged, why it must not be
    /// sent.
    public int protect(byte[] buffer, int offset, int length) {
        int headerLength = RtpPacket.headerLengthOf(buffer, offset, length);
        if (headerLength < 0) {
            return MALFORMED;
        }
        checkRoom(buffer, offset, length + tagLength);
        int ssrc = BigEndian.i32(buffer, offset + 8);
        ReplayWindow stream = streams.find(ssrc);
        if (stream == null) {
            if (streams.isFull()) {
                return TOO_MANY_SSRCS;
            }
            stream = streams.add(ssrc);
        }
        long index = guessIndex(stream.highest(), BigEndian.u16(buffer, offset + 2));
        int seen = stream.check(index);
        if (seen != ReplayWindow.FRESH) {
            return seen == ReplayWindow.SEEN ? INDEX_REUSED : TOO_OLD;
        }
        stream.mark(index);
        return cipher.protectRtp(buffer, offset, length, headerLength, ssrc, index);
    }

    /// Authenticates and decrypts one SRTP packet in place. Returns the plain length, or a negative
    /// reason, with the packet unchanged, why to drop it. Nothing is remembered of packets that
    /// fail.
    public int unprotect(byte[] buffer, int offset, int length) {
        int headerLength = RtpPacket.headerLengthOf(buffer, offset, length);
        if (headerLength < 0 || length < headerLength + tagLength) {
            return MALFORMED;
        }
        int ssrc = BigEndian.i32(buffer, offset + 8);
        @Nullable ReplayWindow stream = streams.find(ssrc);
        if (stream == null && streams.isFull()) {
            return TOO_MANY_SSRCS;
        }
        long highest = stream == null ? -1 : stream.highest();
        long index = guessIndex(highest, BigEndian.u16(buffer, offset + 2));
        int seen = stream == null ? ReplayWindow.FRESH : stream.check(index);
        if (seen != ReplayWindow.FRESH) {
            return seen == ReplayWindow.SEEN ? REPLAYED : TOO_OLD;
        }
        int plain = cipher.unprotectRtp(buffer, offset, length, headerLength, ssrc, index);
        if (plain < 0) {
            return AUTH_FAILED;
        }
        (stream == null ? streams.add(ssrc) : stream).mark(index);
        return plain;
    }

    /// The packet index (ROC << 16 | SEQ) nearest to the highest so far (RFC 3711 appendix A). In
    /// the first half cycle of a stream there is no rollover to be before, so a large number is
    /// ahead.
    static long guessIndex(long highest, int sequenceNumber) {
        if (highest < 0) {
            return sequenceNumber;
        }
        long rolloverCounter = highest >>> 16;
        int highestSequence = (int) highest & 0xFFFF;
        if (highestSequence < 0x8000) {
            if (sequenceNumber - highestSequence > 0x8000 && rolloverCounter > 0) {
                rolloverCounter--;
            }
        } else if (highestSequence - 0x8000 > sequenceNumber) {
            rolloverCounter++;
        }
        return rolloverCounter << 16 | sequenceNumber;
    }

    static void checkRoom(byte[] buffer, int offset, int needed) {
        if (needed > buffer.length - offset) {
            throw new IllegalArgumentException(
                    "no room to protect: need "
                            + needed
                            + " bytes, have "
                            + (buffer.length - offset));
        }
    }

    /// A drop reason in words, for counters and logs.
    public static String name(int reason) {
        return switch (reason) {
            case MALFORMED -> "malformed";
            case AUTH_FAILED -> "auth-failed";
            case REPLAYED -> "replayed";
            case TOO_OLD -> "too-old";
            case TOO_MANY_SSRCS -> "too-many-ssrcs";
            case INDEX_REUSED -> "index-reused";
            case KEY_EXHAUSTED -> "key-exhausted";
            case UNENCRYPTED -> "unencrypted";
            default -> "ok";
        };
    }

    /// Protects and unprotects a packet of each kind with each profile, so that the first peer does
    /// not wait for the JVM to load its ciphers (up to a second on a cold start). To be called once
    /// when the server starts.
    public static void warmUp() {
        WarmUp.run();
    }
}
