package io.rostra.streaming.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a server and its [IngestMain] say to each other, over the child's standard input and
/// output.
///
/// ```text
/// kind 1 | microseconds 8 | length 4 | data
/// ```
///
/// @param micros when it is to be shown or heard, on the encoder's clock
public record IngestPacket(Kind kind, long micros, byte[] data) {

    static final int MAX_LENGTH = 8 << 20;

    public enum Kind {
        /// To the child: AudioSpecificConfig, and access units of AAC.
        AAC_CONFIGURATION,
        AAC,
        /// To the child: AVCDecoderConfigurationRecord, and access units framed as it says, in the
        /// order of decoding.
        AVC_CONFIGURATION,
        AVC,
        /// To the child: the next picture becomes a key frame.
        FORCE_KEY_FRAME,
        /// From the child: a packet of 20 ms, 48 kHz stereo.
        OPUS,
        /// From the child: an access unit as a byte stream (annex B), none of which waits for a
        /// later one.
        H264,
        H264_KEY_FRAME
    }

    private static final Kind[] KINDS = Kind.values();

    public void write(DataOutputStream out) throws IOException {
        out.writeByte(kind.ordinal());
        out.writeLong(micros);
        out.writeInt(data.length);
        out.write(data);
    }

    /// The next packet, or null at the end.
    public static @Nullable IngestPacket read(DataInputStream in) throws IOException {
        int kind = in.read();
        if (kind < 0) {
            return null;
        }
        long micros = in.readLong();
        int length = in.readInt();
        if (kind >= KINDS.length || length < 0 || length > MAX_LENGTH) {
            throw new IOException("Not an ingest packet");
        }
        byte[] data = in.readNBytes(length);
        if (data.length < length) {
            throw new EOFException();
        }
        return new IngestPacket(KINDS[kind], micros, data);
    }
}
