package io.rostra.media.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// H.264 into RTP in packetization mode 1 (RFC 6184 sections 5.6 to 5.8). In front of each key
/// frame stand the parameter sets in force, in a STAP-A where they fit into one, so that a receiver
/// can begin at any key frame; a NAL unit that is too large is cut into FU-As of about the same
/// size.
public final class H264Packetizer implements Packetizer {
    private static final int LENGTH_PREFIX = 4;
    private static final int FU_HEADERS = 2;

    /// More than any encoder has at a time; further ones replace the oldest.
    private static final int MAX_SETS = 8;

    private final byte[] payload = new byte[MAX_PAYLOAD_BYTES];
    private final List<byte[]> sets = new ArrayList<>();

    /// @param parameterSets SPS and PPS from the track's header; newer ones are taken from frames
    public H264Packetizer(List<byte[]> parameterSets) {
        parameterSets.forEach(this::learn);
    }

    @Override
    public void push(byte[] frame, Output output) {
        var units = new ArrayList<int[]>();
        boolean keyFrame = false;
        for (int at = 0; at + LENGTH_PREFIX < frame.length; ) {
            int length = length(frame, at);
            int start = at + LENGTH_PREFIX;
            if (length <= 0 || length > frame.length - start) {
                break;
            }
            int type = H264Nal.type(frame[start]);
            switch (type) {
                case H264Nal.SPS, H264Nal.PPS ->
                        learn(Arrays.copyOfRange(frame, start, start + length));
                case H264Nal.ACCESS_UNIT_DELIMITER,
                        H264Nal.END_OF_SEQUENCE,
                        H264Nal.END_OF_STREAM,
                        H264Nal.FILLER -> {}
                default -> {
                    if (type > 0 && type <= H264Nal.LAST_SINGLE) {
                        units.add(new int[] {start, length});
                        keyFrame |= type == H264Nal.IDR_SLICE;
                    }
                }
            }
            at = start + length;
        }
        if (units.isEmpty()) {
            return;
        }
        if (keyFrame) {
            sendSets(output);
        }
        for (int i = 0; i < units.size(); i++) {
            int[] unit = units.get(i);
            send(frame, unit[0], unit[1], i == units.size() - 1, output);
        }
    }

    private static int length(byte[] frame, int at) {
        return frame[at] << 24
                | (frame[at + 1] & 0xFF) << 16
                | (frame[at + 2] & 0xFF) << 8
                | frame[at + 3] & 0xFF;
    }

    /// A set replaces the one of the same type and the same start, where its id stands.
    private void learn(byte[] set) {
        if (set.length < 2) {
            return;
        }
        for (int i = 0; i < sets.size(); i++) {
            if (Arrays.equals(sets.get(i), set)) {
                return;
            }
        }
        int type = H264Nal.type(set[0]);
        int id = idOf(set);
        sets.removeIf(old -> H264Nal.type(old[0]) == type && idOf(old) == id);
        if (sets.size() == MAX_SETS) {
            sets.removeFirst();
        }
        // Sequence parameter sets first: picture parameter sets refer to them.
        int at = sets.size();
        while (type == H264Nal.SPS && at > 0 && H264Nal.type(sets.get(at - 1)[0]) != H264Nal.SPS) {
            at--;
        }
        sets.add(at, set);
    }

    /// seq_parameter_set_id, behind profile, constraints and level, or pic_parameter_set_id.
    private static int idOf(byte[] set) {
        int from = H264Nal.type(set[0]) == H264Nal.SPS ? 4 : 1;
        return new BitReader(set, Math.min(from, set.length), set.length).unsignedExpGolomb();
    }

    private void sendSets(Output output) {
        int size = 1;
        for (byte[] set : sets) {
            size += 2 + set.length;
        }
        if (sets.size() < 2 || size > MAX_PAYLOAD_BYTES) {
            for (byte[] set : sets) {
                send(set, 0, set.length, false, output);
            }
            return;
        }
        int importance = 0;
        int at = 1;
        for (byte[] set : sets) {
            importance = Math.max(importance, set[0] & 0x60);
            payload[at++] = (byte) (set.length >>> 8);
            payload[at++] = (byte) set.length;
            System.arraycopy(set, 0, payload, at, set.length);
            at += set.length;
        }
        payload[0] = (byte) (importance | H264Nal.STAP_A);
        output.onPayload(payload, 0, at, false);
    }

    private void send(byte[] from, int offset, int length, boolean last, Output output) {
        if (length <= MAX_PAYLOAD_BYTES) {
            output.onPayload(from, offset, length, last);
            return;
        }
        int header = from[offset];
        int rest = length - 1;
        int count = Math.ceilDiv(rest, MAX_PAYLOAD_BYTES - FU_HEADERS);
        int at = offset + 1;
        for (int i = 0; i < count; i++) {
            int size = Math.ceilDiv(rest, count - i);
            rest -= size;
            int start = i == 0 ? H264Nal.FU_START : 0;
            int end = rest == 0 ? H264Nal.FU_END : 0;
            payload[0] = (byte) (header & 0xE0 | H264Nal.FU_A);
            payload[1] = (byte) (start | end | H264Nal.type(header));
            System.arraycopy(from, at, payload, FU_HEADERS, size);
            at += size;
            output.onPayload(payload, 0, FU_HEADERS + size, last && rest == 0);
        }
    }
}
