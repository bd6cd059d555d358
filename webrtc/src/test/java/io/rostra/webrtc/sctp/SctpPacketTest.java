package io.rostra.webrtc.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SctpPacketTest {
    static Stream<Chunk> everyChunk() {
        InitParameters init =
                new InitParameters(
                        7, -1, 65535, 1024, -2, true, true, null, List.of(new byte[] {1, 2, 3}));
        InitParameters initAck =
                new InitParameters(7, 9, 1, 2, 3, true, true, new byte[73], List.of());
        ErrorCause cause = ErrorCause.of(ErrorCause.USER_INITIATED_ABORT, "close called");
        return Stream.of(
                new DataChunk(DataChunk.BEGIN, -1, 65535, 65535, 51, new byte[] {1, 2, 3}, 0, 3),
                new InitChunk(init),
                new InitAckChunk(initAck),
                new SackChunk(-5, 1 << 20, new int[] {2, 3, 5, 65535}, new int[] {-9, 4}),
                new HeartbeatChunk(new byte[] {1, 2, 3, 4, 5}),
                new HeartbeatAckChunk(new byte[0]),
                new AbortChunk(true, List.of(cause)),
                new ShutdownChunk(-3),
                new ShutdownAckChunk(),
                new ErrorChunk(List.of(cause, ErrorCause.invalidStream(4000))),
                new CookieEchoChunk(new byte[] {9, 8, 7}),
                new CookieAckChunk(),
                new ShutdownCompleteChunk(true),
                new ReConfigChunk(
                        List.of(
                                new ReConfigParameter.OutgoingReset(1, 2, -3, new int[] {1, 2, 3}),
                                new ReConfigParameter.Response(8, 1))),
                new ReConfigChunk(List.of(new ReConfigParameter.OtherRequest(17, 5))),
                new ForwardTsnChunk(
                        -1,
                        List.of(
                                new ForwardTsnChunk.Skipped(1, 65535),
                                new ForwardTsnChunk.Skipped(65535, 0))),
                new UnknownChunk(0xC7, 3, new byte[] {1}));
    }

    @ParameterizedTest
    @MethodSource("everyChunk")
    void readsBackWhatItWrote(Chunk chunk) {
        byte[] bytes = new SctpPacket(5000, 5001, 0xCAFEBABE, List.of(chunk)).toBytes();
        SctpPacket packet = SctpPacket.parse(bytes, 0, bytes.length);
        assertThat(packet).isNotNull();
        assertThat(packet.sourcePort()).isEqualTo(5000);
        assertThat(packet.destinationPort()).isEqualTo(5001);
        assertThat(packet.verificationTag()).isEqualTo(0xCAFEBABE);
        // INIT reports of the other side are not kept, so compare what would be written again.
        if (!(chunk instanceof InitChunk)) {
            assertThat(packet.toBytes()).isEqualTo(bytes);
        }
        assertThat(packet.chunks().getFirst()).isInstanceOf(chunk.getClass());
        assertThat(bytes.length % 4).isZero();
    }

    @Test
    void bundlesChunksWithPadding() {
        List<Chunk> chunks =
                List.of(
                        new HeartbeatAckChunk(new byte[] {1}),
                        RawPeer.whole(1, 2, 3, "hello"),
                        new CookieAckChunk());
        byte[] bytes = new SctpPacket(1, 2, 3, chunks).toBytes();
        byte[] shifted = new byte[bytes.length + 10];
        System.arraycopy(bytes, 0, shifted, 7, bytes.length);
        SctpPacket packet = SctpPacket.parse(shifted, 7, bytes.length);
        assertThat(packet).isNotNull();
        assertThat(packet.chunks()).hasSize(3);
        assertThat(packet.toBytes()).isEqualTo(bytes);
    }

    /// RFC 3720 appendix B.4 gives the checksum of 32 zero bytes; on the SCTP wire it stands
    /// little-endian.
    @Test
    void checksumIsCrc32cInLittleEndianOrder() {
        assertThat(crc32c(new byte[32])).isEqualTo(0x8A9136AA);
        byte[] bytes = new SctpPacket(5000, 5000, 1, List.of(new CookieAckChunk())).toBytes();
        ByteBuffer buffer = ByteBuffer.wrap(bytes.clone());
        int onWire = buffer.getInt(8);
        buffer.putInt(8, 0);
        assertThat(Integer.reverseBytes(onWire)).isEqualTo(crc32c(buffer.array()));
    }

    /// Bit by bit, independent of the library (reflected polynomial 0x82F63B78).
    private static int crc32c(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int i = 0; i < 8; i++) {
                crc = (crc >>> 1) ^ ((crc & 1) != 0 ? 0x82F63B78 : 0);
            }
        }
        return ~crc;
    }

    @Test
    void rejectsEveryFlippedBit() {
        byte[] bytes =
                new SctpPacket(5000, 5000, 1, List.of(RawPeer.whole(1, 0, 0, "x"))).toBytes();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] broken = bytes.clone();
            broken[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(SctpPacket.parse(broken, 0, broken.length)).isNull();
        }
    }

    @Test
    void rejectsAbsurdLengths() {
        byte[] bytes =
                new SctpPacket(5000, 5000, 1, List.of(RawPeer.whole(1, 0, 0, "abcd"))).toBytes();
        for (int length : new int[] {0, 1, 3, 4, 15, 21, 22, 1000, 65535}) {
            byte[] broken = bytes.clone();
            ByteBuffer.wrap(broken).putShort(14, (short) length);
            fixChecksum(broken);
            assertThat(SctpPacket.parse(broken, 0, broken.length)).as("length %d", length).isNull();
        }
        for (int length = 0; length < 16; length++) {
            assertThat(SctpPacket.parse(bytes, 0, length)).isNull();
        }
    }

    @Test
    void survivesMutations() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        List<Chunk> chunks = everyChunk().toList();
        int parsed = 0;
        for (int i = 0; i < 60_000; i++) {
            List<Chunk> some =
                    List.of(
                            chunks.get(random.nextInt(chunks.size())),
                            chunks.get(random.nextInt(chunks.size())));
            byte[] bytes = mutate(new SctpPacket(5000, 5000, 1, some).toBytes(), random);
            if (SctpPacket.parse(bytes, 0, bytes.length) != null) {
                parsed++;
            }
        }
        assertThat(parsed).isBetween(5_000, 59_000);
    }

    /// Changes some bytes or the length, and makes the checksum right again so that the parser is
    /// reached.
    static byte[] mutate(byte[] packet, RandomGenerator random) {
        byte[] bytes = packet.clone();
        if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(12, bytes.length + 8));
        }
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 12; i++) {
            int at = 12 + random.nextInt(bytes.length - 12);
            bytes[at] =
                    switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> (byte) 0xFF;
                        case 2 -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
                        default -> (byte) random.nextInt();
                    };
        }
        fixChecksum(bytes);
        return bytes;
    }

    static void fixChecksum(byte[] packet) {
        if (packet.length < 12) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(packet);
        buffer.putInt(8, 0);
        CRC32C crc = new CRC32C();
        crc.update(packet);
        buffer.putInt(8, Integer.reverseBytes((int) crc.getValue()));
    }
}
