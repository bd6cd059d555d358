package io.rostra.media.codec;

/// VP8 frames out of RTP (RFC 7741 section 4.4): the payloads behind the descriptors of all packets
/// with one timestamp, first partition first.
public final class Vp8Depacketizer implements Depacketizer {
    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final ByteBuilder frame = new ByteBuilder(16 << 10, MAX_ACCESS_UNIT_BYTES);
    private boolean awaitsKeyFrame = true;
    private int timestamp;

    @Override
    public void push(
            byte[] buffer, int offset, int length, int timestamp, boolean marker, Output output) {
        if (!descriptor.wrap(buffer, offset, length)) {
            return;
        }
        if (frame.length() > 0 && timestamp != this.timestamp) {
            finish(output);
        }
        if (awaitsKeyFrame) {
            if (!Vp8Descriptor.startsKeyFrame(buffer, offset, length)) {
                return;
            }
            awaitsKeyFrame = false;
        }
        boolean first = frame.length() == 0;
        if (first != descriptor.startsFrame()) {
            onLoss();
            return;
        }
        this.timestamp = timestamp;
        int header = descriptor.length();
        if (!frame.bytes(buffer, offset + header, length - header)) {
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
        frame.truncate(0);
    }

    @Override
    public boolean awaitsKeyFrame() {
        return awaitsKeyFrame;
    }

    private void finish(Output output) {
        byte[] data = frame.toArray();
        frame.truncate(0);
        output.onAccessUnit(new AccessUnit(data, timestamp, (data[0] & 1) == 0, null));
    }
}
