package io.rostra.sfu.publish;

import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.webrtc.sdp.RtpMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A publisher of AV1 in three spatial and three temporal layers (L3T3), two packets a layer, whose
/// dependency descriptors are those of the AV1 RTP specification, appendix A.6.2.3.
public final class ScalablePublisher {
    public static final int DESCRIPTOR_ID = 9;

    /// Bytes of each payload: aggregation header, spatial layer, temporal layer, filling.
    public static final int PAYLOAD = 300;

    private static final String[] INDICATIONS = {
        "SSSSSSSSS",
        "RRRRRRSSS",
        "RR-RR-SD-",
        "R--R--D--",
        "R--R--D--",
        "SSSSSS---",
        "RRRSSS---",
        "RR-SD----",
        "R--D-----",
        "R--D-----",
        "SSS------",
        "SSS------",
        "SD-------",
        "D--------",
        "D--------",
    };
    private static final int[][] REFERENCES = {
        {}, {12}, {6}, {3}, {3}, {1}, {12, 1}, {6, 1}, {3, 1}, {3, 1}, {1}, {12, 1}, {6, 1}, {3, 1},
        {3, 1}
    };
    private static final int[][] CHAINS = {
        {0, 0, 0}, {12, 11, 10}, {6, 5, 4}, {3, 2, 1}, {9, 8, 7},
        {1, 1, 1}, {1, 1, 1}, {7, 6, 5}, {4, 3, 2}, {10, 9, 8},
        {2, 1, 1}, {2, 1, 1}, {8, 7, 6}, {5, 4, 3}, {11, 10, 9}
    };

    /// Templates (from 0) of a layer for a key picture and for the four of a group: T0 T2 T1 T2.
    private static final int[] OF_PICTURE = {0, 1, 3, 2, 4};

    private static final int[] TEMPORAL = {0, 0, 2, 1, 2};

    private final PublishedTrack track;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final RtpPacket packet = new RtpPacket();
    private final byte[] buffer = new byte[600];
    private int sequence;
    private int frameNumber;
    private int timestamp = 1;
    private int inGroup;

    /// What may become of a packet on its way to us.
    public interface Line {
        /// @param frame number of the frame, 16 bits
        boolean passes(int frame, boolean end);
    }

    public ScalablePublisher(int firstSequence, int firstFrame) {
        sequence = firstSequence;
        frameNumber = firstFrame;
        track =
                new PublishedTrack(
                        new TrackDescription("camera", "stream", MediaKind.VIDEO),
                        "alice",
                        new TrackFormat(
                                new RtpMap(45, "AV1", 90_000, 1, Map.of(), List.of("nack")),
                                46,
                                0,
                                0,
                                DESCRIPTOR_ID,
                                List.of()));
    }

    public PublishedTrack track() {
        return track;
    }

    /// Whether somebody wants a key picture; asking takes the wish away.
    public boolean keyFrameWanted(long now) {
        return track.pollKeyFrameRequest(now);
    }

    /// The next picture, in all layers.
    public void picture(boolean key, Line line, long now) {
        int place = key ? 0 : 1 + inGroup;
        inGroup = key ? 1 : (inGroup + 1) % 4;
        timestamp += 3_000;
        for (int spatial = 0; spatial < 3; spatial++) {
            int template = 5 * spatial + OF_PICTURE[place];
            for (int part = 0; part < 2; part++) {
                boolean structured = template == 0 && part == 0;
                byte[] descriptor = descriptor(part, template, structured);
                if (line.passes(frameNumber & 0xFFFF, part == 1)) {
                    send(descriptor, structured, spatial, TEMPORAL[place], part == 1, now);
                }
                sequence++;
            }
            frameNumber++;
        }
    }

    private void send(
            byte[] descriptor, boolean begins, int spatial, int temporal, boolean end, long now) {
        boolean marker = end && spatial == 2;
        header.begin(buffer, 0, 45, marker, sequence & 0xFFFF, timestamp, 7);
        if (descriptor.length > RtpHeaderWriter.MAX_ONE_BYTE_VALUE) {
            header.twoByteExtensions();
        }
        header.extension(DESCRIPTOR_ID, descriptor, 0, descriptor.length);
        int length = header.end();
        buffer[length] = (byte) (begins ? 0x08 : 0);
        buffer[length + 1] = (byte) spatial;
        buffer[length + 2] = (byte) temporal;
        packet.wrap(buffer, 0, length + PAYLOAD);
        SimulatedPublisher.deliver(track, track.encodings().getFirst(), packet, now);
    }

    private byte[] descriptor(int part, int template, boolean structured) {
        var out = new Bits();
        out.put(1, part == 0 ? 1 : 0).put(1, part).put(6, template).put(16, frameNumber);
        if (structured) {
            out.put(5, 0b10000).put(6, 0).put(5, 8);
            for (int next : new int[] {0, 1, 1, 0, 2, 0, 1, 1, 0, 2, 0, 1, 1, 0, 3}) {
                out.put(2, next);
            }
            for (String row : INDICATIONS) {
                row.chars().forEach(each -> out.put(2, "-DSR".indexOf(each)));
            }
            for (int[] references : REFERENCES) {
                for (int each : references) {
                    out.put(1, 1).put(4, each - 1);
                }
                out.put(1, 0);
            }
            out.put(3, 3); // three chains: ns(10)
            for (int chain : new int[] {2, 2, 2, 1, 1, 1, 0, 0, 0}) {
                // ns(3): 0 is one bit, 1 and 2 are two
                out.put(chain == 0 ? 1 : 2, chain == 0 ? 0 : chain + 1);
            }
            for (int[] diffs : CHAINS) {
                for (int each : diffs) {
                    out.put(4, each);
                }
            }
            out.put(1, 0);
        }
        return out.bytes();
    }

    /// Frames that a frame refers to, as numbers.
    public static int[] references(int template, int frame) {
        int[] diffs = REFERENCES[template];
        int[] result = new int[diffs.length];
        for (int i = 0; i < diffs.length; i++) {
            result[i] = frame - diffs[i] & 0xFFFF;
        }
        return result;
    }

    private static final class Bits {
        private final byte[] bytes = new byte[200];
        private int at;

        Bits put(int count, int value) {
            for (int i = count - 1; i >= 0; i--, at++) {
                bytes[at >> 3] |= (byte) ((value >> i & 1) << 7 - (at & 7));
            }
            return this;
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, at + 7 >> 3);
        }
    }
}
