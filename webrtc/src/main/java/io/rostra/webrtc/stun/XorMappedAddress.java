package io.rostra.webrtc.stun;

import io.rostra.media.rtp.BigEndian;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// XOR-MAPPED-ADDRESS (RFC 8489 section 14.2). The mask is the magic cookie and the transaction id,
/// bytes 4 to 19 of the message.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0 0 0 0 0 0 0 0|    Family     |         X-Port                |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                X-Address (32 or 128 bits)                     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
final class XorMappedAddress {
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int MASK_OFFSET = 4;

    private XorMappedAddress() {}

    /// The address in the clear, null if the value has a wrong size or family.
    static @Nullable InetSocketAddress read(byte[] message, int value, int length) {
        if (length < 4) {
            return null;
        }
        int family = message[value + 1];
        int addressLength = length - 4;
        boolean sane =
                family == IPV4 && addressLength == 4 || family == IPV6 && addressLength == 16;
        if (!sane) {
            return null;
        }
        int port = BigEndian.u16(message, value + 2) ^ BigEndian.u16(message, MASK_OFFSET);
        byte[] address = Arrays.copyOfRange(message, value + 4, value + length);
        mask(message, address, 0, addressLength);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /// Writes the value for `address` at `at` and returns its length, 8 or 20 bytes.
    static int write(byte[] message, int at, InetSocketAddress address) {
        byte[] raw = address.getAddress().getAddress();
        BigEndian.put16(message, at, raw.length == 4 ? IPV4 : IPV6);
        BigEndian.put16(message, at + 2, address.getPort() ^ BigEndian.u16(message, MASK_OFFSET));
        System.arraycopy(raw, 0, message, at + 4, raw.length);
        mask(message, message, at + 4, raw.length);
        return 4 + raw.length;
    }

    private static void mask(byte[] message, byte[] address, int offset, int length) {
        for (int i = 0; i < length; i++) {
            address[offset + i] ^= message[MASK_OFFSET + i];
        }
    }
}
