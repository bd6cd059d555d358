package io.rostra.media.codec;

import io.rostra.media.codec.AccessUnit.ParameterSets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// H.264 out of RTP in packetization mode 0 and 1 (RFC 6184 sections 5.6 to 5.8): single NAL units,
/// STAP-A and FU-A. What mode 2 adds, interleaving, is dropped.
///
/// ```
/// STAP-A  | 24 | size (16) | NAL unit | size (16) | NAL unit | ...
/// FU-A    | F NRI 28 | S E R Type | fragment of a NAL unit without its header |
/// ```
public final class H264Depacketizer implements Depacketizer {
    private static final int LENGTH_PREFIX = 4;

    private final ByteBuilder unit = new ByteBuilder(16 << 10, MAX_ACCESS_UNIT_BYTES);
    private byte @Nullable [] sps;
    private byte @Nullable [] pps;
    private @Nullable ParameterSets parameterSets;

    private boolean awaitsKeyFrame = true;
    private boolean started;
    private boolean keyFrame;
    private int timestamp;

    /// Index of the length prefix of the NAL unit whose fragments arrive, or -1.
    private int fragmented = -1;

    /// A parameter set whose fragments arrive; rare, but allowed.
    private int fragmentedType;

    @Override
    public void push(
            byte[] buffer, int offset, int length, int timestamp, boolean marker, Output output) {
        if (offset < 0 || length < 1 || length > buffer.length - offset) {
            return;
        }
        if (started && timestamp != this.timestamp) {
            finish(output);
        }
        if (awaitsKeyFrame) {
            if (!KeyFrameDetector.isKeyFrameStart("H264", buffer, offset, length)) {
                return;
            }
            awaitsKeyFrame = false;
        }
        if (!started) {
            started = true;
            this.timestamp = timestamp;
        }
        if (!take(buffer, offset, offset + length)) {
            onLoss();
            return;
        }
        if (marker) {
            finish(output);
        }
    }

    @Override
    public void onLoss() {
        awaitsKeyFrame = true;
        clear();
    }

    @Override
    public boolean awaitsKeyFrame() {
        return awaitsKeyFrame;
    }

    /// False when the payload cannot belong to an intact picture.
    private boolean take(byte[] buffer, int offset, int end) {
        int type = H264Nal.type(buffer[offset]);
        if (type == H264Nal.FU_A) {
            return takeFragment(buffer, offset, end);
        }
        if (fragmented >= 0) {
            return false;
        }
        if (type == H264Nal.STAP_A) {
            return takeAggregate(buffer, offset + 1, end);
        }
        return type > 0 && type <= H264Nal.LAST_SINGLE && takeNal(buffer, offset, end - offset);
    }

    private boolean takeAggregate(byte[] buffer, int from, int end) {
        int at = from;
        while (at + 2 < end) {
            int size = (buffer[at] & 0xFF) << 8 | buffer[at + 1] & 0xFF;
            at += 2;
            if (size == 0 || size > end - at || !takeNal(buffer, at, size)) {
                return false;
            }
            at += size;
        }
        return at == end;
    }

    private boolean takeFragment(byte[] buffer, int offset, int end) {
        if (offset + 2 >= end) {
            return false;
        }
        int header = buffer[offset + 1];
        if ((header & H264Nal.FU_START) != 0) {
            int type = H264Nal.type(header);
            if (fragmented >= 0 || type == 0 || type > H264Nal.LAST_SINGLE) {
                return false;
            }
            fragmented = unit.length();
            fragmentedType = type;
            if (!unit.int32(0) || !unit.int8(buffer[offset] & 0xE0 | type)) {
                return false;
            }
        } else if (fragmented < 0 || H264Nal.type(header) != fragmentedType) {
            return false;
        }
        if (!unit.bytes(buffer, offset + 2, end - offset - 2)) {
            return false;
        }
        return (header & H264Nal.FU_END) == 0 || endFragments();
    }

    private boolean endFragments() {
        int nal = fragmented + LENGTH_PREFIX;
        int size = unit.length() - nal;
        int from = fragmented;
        fragmented = -1;
        if (isPicture(fragmentedType)) {
            keyFrame |= fragmentedType == H264Nal.IDR_SLICE;
            unit.int32(from, size);
            return true;
        }
        byte[] whole = Arrays.copyOfRange(unit.array(), nal, nal + size);
        unit.truncate(from);
        return takeNal(whole, 0, size);
    }

    private boolean takeNal(byte[] buffer, int offset, int size) {
        int type = H264Nal.type(buffer[offset]);
        switch (type) {
            case H264Nal.SPS -> {
                sps = renew(sps, buffer, offset, size);
                return true;
            }
            case H264Nal.PPS -> {
                pps = renew(pps, buffer, offset, size);
                return true;
            }
            case H264Nal.ACCESS_UNIT_DELIMITER,
                    H264Nal.END_OF_SEQUENCE,
                    H264Nal.END_OF_STREAM,
                    H264Nal.FILLER -> {
                return true;
            }
            default -> {
                keyFrame |= type == H264Nal.IDR_SLICE;
                return unit.int32(size) && unit.bytes(buffer, offset, size);
            }
        }
    }

    /// The set that holds now: the old array if nothing changed, which is the rule.
    private byte[] renew(byte @Nullable [] old, byte[] buffer, int offset, int size) {
        if (old != null && Arrays.equals(old, 0, old.length, buffer, offset, offset + size)) {
            return old;
        }
        parameterSets = null;
        return Arrays.copyOfRange(buffer, offset, offset + size);
    }

    /// Slices and supplementary information: what goes on into the access unit as it stands.
    private static boolean isPicture(int type) {
        return type < H264Nal.SPS;
    }

    private void finish(Output output) {
        if (fragmented >= 0) {
            onLoss();
            return;
        }
        ParameterSets sets = parameterSets();
        if (unit.length() > 0) {
            if (sets == null) {
                onLoss();
                return;
            }
            output.onAccessUnit(new AccessUnit(unit.toArray(), timestamp, keyFrame, sets));
        }
        clear();
    }

    private @Nullable ParameterSets parameterSets() {
        if (parameterSets == null && sps != null && pps != null) {
            parameterSets = new ParameterSets(sps, pps);
        }
        return parameterSets;
    }

    private void clear() {
        unit.truncate(0);
        fragmented = -1;
        started = false;
        keyFrame = false;
    }
}
