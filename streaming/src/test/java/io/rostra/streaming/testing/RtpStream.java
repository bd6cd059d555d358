package io.rostra.streaming.testing;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.AnnexB;
import io.rostra.media.codec.H264Depacketizer;
import io.rostra.media.rtp.RtpHeaderWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts frames into RTP packets as a browser does.
public final class RtpStream {
    private static final int MTU = 1_100;

    private final RtpHeaderWriter writer = new RtpHeaderWriter();
    private final H264Depacketizer units = new H264Depacketizer();
    private final int ssrc;
    private int sequence;

    public RtpStream(int ssrc, int firstSequence) {
        this.ssrc = ssrc;
        sequence = firstSequence;
    }

    /// RFC 6184: parameter sets as STAP-A, slices whole or as FU-A.
    ///
    /// @param annexB one access unit
    public List<byte[]> h264(byte[] annexB, int timestamp) {
        var packets = new ArrayList<byte[]>();
        AnnexB.push(annexB, timestamp, units, unit -> packets.addAll(h264(unit, timestamp)));
        return packets;
    }

    private List<byte[]> h264(AccessUnit unit, int timestamp) {
        var payloads = new ArrayList<byte[]>();
        if (unit.keyFrame()) {
            payloads.add(stapA(unit.parameterSets().sps(), unit.parameterSets().pps()));
        }
        ByteBuffer data = ByteBuffer.wrap(unit.data());
        while (data.hasRemaining()) {
            byte[] nal = new byte[data.getInt()];
            data.get(nal);
            addNal(nal, payloads);
        }
        return packets(payloads, timestamp);
    }

    private static byte[] stapA(byte[]... nals) {
        var payload = new ByteArrayOutputStream();
        payload.write(0x78);
        for (byte[] nal : nals) {
            payload.write(nal.length >> 8);
            payload.write(nal.length);
            payload.writeBytes(nal);
        }
        return payload.toByteArray();
    }

    private static void addNal(byte[] nal, List<byte[]> payloads) {
        if (nal.length <= MTU) {
            payloads.add(nal);
            return;
        }
        for (int at = 1; at < nal.length; at += MTU) {
            int end = Math.min(nal.length, at + MTU);
            byte[] payload = new byte[2 + end - at];
            payload[0] = (byte) (nal[0] & 0xE0 | 28);
            payload[1] = (byte) (nal[0] & 0x1F);
            payload[1] |= (byte) (at == 1 ? 0x80 : 0);
            payload[1] |= (byte) (end == nal.length ? 0x40 : 0);
            System.arraycopy(nal, at, payload, 2, end - at);
            payloads.add(payload);
        }
    }

    /// RFC 7741 with the shortest descriptor.
    public List<byte[]> vp8(byte[] frame, int timestamp) {
        var payloads = new ArrayList<byte[]>();
        for (int at = 0; at < frame.length; at += MTU) {
            int end = Math.min(frame.length, at + MTU);
            byte[] payload = new byte[1 + end - at];
            payload[0] = (byte) (at == 0 ? 0x10 : 0);
            System.arraycopy(frame, at, payload, 1, end - at);
            payloads.add(payload);
        }
        return packets(payloads, timestamp);
    }

    public byte[] opus(byte[] packet, int timestamp) {
        return packets(List.of(packet), timestamp).getFirst();
    }

    private List<byte[]> packets(List<byte[]> payloads, int timestamp) {
        var packets = new ArrayList<byte[]>();
        for (byte[] payload : payloads) {
            byte[] buffer = new byte[40 + payload.length];
            boolean last = payload == payloads.getLast();
            writer.begin(buffer, 0, 96, last, sequence++, timestamp, ssrc);
            int header = writer.end();
            System.arraycopy(payload, 0, buffer, header, payload.length);
            packets.add(Arrays.copyOf(buffer, header + payload.length));
        }
        return packets;
    }
}
