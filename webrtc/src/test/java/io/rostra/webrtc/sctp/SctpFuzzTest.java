package io.rostra.webrtc.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Whatever comes under the right tag and checksum, the parser answers, what it parses can be
/// written, and an association takes it and goes on in time.
class SctpFuzzTest {
    private static final int TAG_AT = 4;
    private static final int CHECKSUM_AT = 8;

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        if (bytes.length < SctpPacket.HEADER_LENGTH) {
            assertThat(SctpPacket.parse(bytes, 0, bytes.length)).isNull();
            return;
        }
        byte[] lone = sealed(bytes, 0);
        SctpPacket packet = SctpPacket.parse(lone, 0, lone.length);
        if (packet != null) {
            byte[] written = packet.toBytes();
            assertThat(SctpPacket.parse(written, 0, written.length)).isNotNull();
        }
        RawPeer peer = RawPeer.connected();
        peer.sendBytes(lone);
        peer.sendBytes(sealed(bytes, peer.associationTag));
        peer.receive();
        for (int i = 0; i < 3 && !peer.ended(); i++) {
            peer.nextTimeout();
            peer.receive();
        }
    }

    private static byte[] sealed(byte[] packet, int tag) {
        byte[] sealed = packet.clone();
        ByteBuffer.wrap(sealed).putInt(TAG_AT, tag).putInt(CHECKSUM_AT, 0);
        CRC32C crc = new CRC32C();
        crc.update(sealed);
        ByteBuffer.wrap(sealed).putInt(CHECKSUM_AT, Integer.reverseBytes((int) crc.getValue()));
        return sealed;
    }
}
