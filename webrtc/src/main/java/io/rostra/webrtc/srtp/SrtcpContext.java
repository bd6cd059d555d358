package io.rostra.webrtc.srtp;

import io.rostra.media.rtp.BigEndian;
import org.jspecify.annotations.Nullable;

/// SRTCP of one direction of one transport (RFC 3711 section 3.4). Drop reasons are those of
/// [SrtpContext]. Confined to one thread.
public final class SrtcpContext {
    /// Longest that [#protect] makes a packet grow, in bytes: tag, E flag and index.
    public static final int MAX_OVERHEAD = 20;

    private static final int MAX_INDEX = 0x7FFF_FFFF;

    private final PacketCipher cipher;
    private final int overhead;
    private final SsrcTable streams = new SsrcTable();

    /// Index of the next packet to protect. One counter serves all SSRCs: indexes need only be
    /// fresh per SSRC.
    private long nextIndex;

    /// A context with the given master key and salt.
    public SrtcpContext(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        this(profile, SessionKeys.forSrtcp(profile, masterKey, masterSalt), 0);
    }

    SrtcpContext(SrtpProfile profile, SessionKeys keys, long firstIndex) {
        cipher = PacketCipher.of(profile, keys);
        overhead = profile.authTagLength() + PacketCipher.SRTCP_INDEX_LENGTH;
        nextIndex = firstIndex;
    }

    /// For packets that the DTLS client sends.
    public static SrtcpContext ofClient(KeyingMaterial material) {
        return new SrtcpContext(material.profile(), material.clientKey(), material.clientSalt());
    }

    /// For packets that the DTLS server sends.
    public static SrtcpContext ofServer(KeyingMaterial material) {
        return new SrtcpContext(material.profile(), material.serverKey(), material.serverSalt());
    }

    /// Encrypts one compound (or reduced-size) packet in place. The array has room for
    /// [#MAX_OVERHEAD] bytes behind it. Returns the new length or a negative reason why it must not
    /// be sent.
    public int protect(byte[] buffer, int offset, int length) {
        if (!isRtcp(buffer, offset, length)) {
            return SrtpContext.MALFORMED;
        }
        SrtpContext.checkRoom(buffer, offset, length + overhead);
        if (nextIndex > MAX_INDEX) {
            return SrtpContext.KEY_EXHAUSTED;
        }
        int ssrc = BigEndian.i32(buffer, offset + 4);
        return cipher.protectRtcp(buffer, offset, length, ssrc, (int) nextIndex++);
    }

    /// Authenticates and decrypts one SRTCP packet in place. Returns the plain length, or a
    /// negative reason, with the packet unchanged, why to drop it.
    public int unprotect(byte[] buffer, int offset, int length) {
        if (length < overhead || !isRtcp(buffer, offset, length - overhead)) {
            return SrtpContext.MALFORMED;
        }
        if (length > buffer.length - offset) {
            return SrtpContext.MALFORMED;
        }
        int word = BigEndian.i32(buffer, cipher.srtcpIndexOffset(offset, length));
        if (word >= 0) {
            return SrtpContext.UNENCRYPTED;
        }
        int index = word & MAX_INDEX;
        int ssrc = BigEndian.i32(buffer, offset + 4);
        @Nullable ReplayWindow stream = streams.find(ssrc);
        if (stream == null && streams.isFull()) {
            return SrtpContext.TOO_MANY_SSRCS;
        }
        int seen = stream == null ? ReplayWindow.FRESH : stream.check(index);
        if (seen != ReplayWindow.FRESH) {
            return seen == ReplayWindow.SEEN ? SrtpContext.REPLAYED : SrtpContext.TOO_OLD;
        }
        int plain = cipher.unprotectRtcp(buffer, offset, length, ssrc, index);
        if (plain < 0) {
            return SrtpContext.AUTH_FAILED;
        }
        (stream == null ? streams.add(ssrc) : stream).mark(index);
        return plain;
    }

    private static boolean isRtcp(byte[] buffer, int offset, int length) {
        return offset >= 0
                && length >= PacketCipher.RTCP_CLEAR_LENGTH
                && length <= buffer.length - offset
                && (buffer[offset] & 0xC0) == 0x80;
    }
}
