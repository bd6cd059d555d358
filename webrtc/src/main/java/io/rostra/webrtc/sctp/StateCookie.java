package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// All that an INIT told us, handed to the peer in the INIT ACK and given back in COOKIE ECHO (RFC
/// 9260 section 5.1.3), so that answering an INIT keeps no state. Nobody but us reads it:
///
/// ```text
/// +------------------------------+--------------+-----------+-------------------+------------------+
/// | created (ns, 8)              | local tag 4  | peer tag 4| local first TSN 4 | peer first TSN 4 |
/// +------------------------------+--------------+-----------+-------------------+------------------+
/// | peer receiver window 4       | out strms 2  | flags 2   | tie tag local 4   | tie tag peer 4   |
/// +------------------------------+--------------+-----------+-------------------+------------------+
/// | HMAC-SHA-256 over the above 32                                                                 |
/// +------------------------------------------------------------------------------------------------+
/// ```
///
/// @param createdAt nanoseconds of the clock that is handed in
/// @param outboundStreams streams we may send on, already negotiated
/// @param tieLocal our tag of the association that existed when the INIT came, 0 if none (section
///   5.2.2)
record StateCookie(
        long createdAt,
        int localTag,
        int peerTag,
        int localInitialTsn,
        int peerInitialTsn,
        int peerWindow,
        int outboundStreams,
        boolean forwardTsn,
        boolean reConfig,
        int tieLocal,
        int tiePeer) {
    /// Valid.Cookie.Life (RFC 9260 section 16).
    static final long LIFETIME_NANOS = Duration.ofSeconds(60).toNanos();

    private static final String MAC = "HmacSHA256";
    private static final int BODY_LENGTH = 40;
    private static final int MAC_LENGTH = 32;

    byte[] seal(byte[] key) {
        ByteBuffer out = ByteBuffer.allocate(BODY_LENGTH + MAC_LENGTH);
        out.putLong(createdAt).putInt(localTag).putInt(peerTag);
        out.putInt(localInitialTsn).putInt(peerInitialTsn).putInt(peerWindow);
        out.putShort((short) outboundStreams);
        out.putShort((short) ((forwardTsn ? 1 : 0) | (reConfig ? 2 : 0)));
        out.putInt(tieLocal).putInt(tiePeer);
        return out.put(mac(key, out.array())).array();
    }

    /// @return null unless we sealed it with this key; its age is for the caller to judge
    static @Nullable StateCookie open(byte[] sealed, byte[] key) {
        if (sealed.length != BODY_LENGTH + MAC_LENGTH) {
            return null;
        }
        byte[] mac = Arrays.copyOfRange(sealed, BODY_LENGTH, sealed.length);
        if (!MessageDigest.isEqual(mac, mac(key, sealed))) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(sealed);
        long createdAt = in.getLong();
        int localTag = in.getInt();
        int peerTag = in.getInt();
        int localTsn = in.getInt();
        int peerTsn = in.getInt();
        int window = in.getInt();
        int streams = Short.toUnsignedInt(in.getShort());
        int flags = in.getShort();
        return new StateCookie(
                createdAt,
                localTag,
                peerTag,
                localTsn,
                peerTsn,
                window,
                streams,
                (flags & 1) != 0,
                (flags & 2) != 0,
                in.getInt(),
                in.getInt());
    }

    boolean expired(long now) {
        return now - createdAt > LIFETIME_NANOS;
    }

    private static byte[] mac(byte[] key, byte[] cookie) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            mac.update(cookie, 0, BODY_LENGTH);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + MAC, e);
        }
    }
}
