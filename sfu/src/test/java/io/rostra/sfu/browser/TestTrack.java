package io.rostra.sfu.browser;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.TrackDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A track that a [TestPublisher] sends: makes its packets and keeps them for retransmission.
/// Confined to the browser's loop.
public final class TestTrack {

    public static final int OPUS = 111;
    public static final int H264 = 106;
    public static final int H264_RTX = 107;

    static final int AUDIO_LEVEL_ID = 1;
    static final int TRANSPORT_CC_ID = 3;
    static final int MID_ID = 4;
    static final int RID_ID = 10;
    static final int REPAIRED_RID_ID = 11;

    private static final byte SPS = 0x67;
    private static final byte PPS = 0x68;
    private static final byte IDR_FRAGMENT = 0x7C;
    private static final byte DELTA = 0x61;
    private static final int LENGTH = 200;

    /// Bytes of the aggregate of parameter sets.
    private static final int PARAMETERS = 11;

    final TrackDescription description;
    final String mid;

    /// Of one encoding of a simulcast track, else empty.
    final String rid;

    int ssrc;
    final Map<Integer, byte[]> sent = new LinkedHashMap<>();
    private final List<Integer> nacked = new ArrayList<>();
    boolean sending = true;
    int sequence = 1_000;
    int timestamp = 5_000;
    int retransmissionSequence = 70;
    int keyFrameRequests;

    /// Counts all payloads, so that each is different.
    private int counter;

    /// Whether packets say where they belong; browsers stop once they were heard.
    private boolean named = true;

    TestTrack(TrackDescription description, String mid, String rid, int ssrc) {
        this.description = description;
        this.mid = mid;
        this.rid = rid;
        this.ssrc = ssrc;
    }

    public String id() {
        return description.trackId();
    }

    public TrackDescription description() {
        return description;
    }

    public int ssrc() {
        return ssrc;
    }

    int retransmissionSsrc() {
        return ssrc + 1;
    }

    public boolean isAudio() {
        return description.kind() == MediaKind.AUDIO;
    }

    int payloadType() {
        return isAudio() ? OPUS : H264;
    }

    public String rid() {
        return rid;
    }

    public void named(boolean carriesExtensions) {
        named = carriesExtensions;
    }

    /// Goes on as another source, as after a pause of the section.
    public void changeSource(int newSsrc, int nextSequence, int nextTimestamp) {
        ssrc = newSsrc;
        named = true;
        continueAt(nextSequence, nextTimestamp);
    }

    /// Where the next packet begins: for wraps and restarts.
    public void continueAt(int nextSequence, int nextTimestamp) {
        sequence = nextSequence;
        timestamp = nextTimestamp;
    }

    public int nextSequence() {
        return sequence & 0xFFFF;
    }

    public int timestamp() {
        return timestamp;
    }

    /// PLI and FIR received so far.
    public int keyFrameRequests() {
        return keyFrameRequests;
    }

    /// Sequence numbers the server asked for, in order, repetitions included.
    public List<Integer> nacked() {
        return nacked;
    }

    /// Payloads of one frame. Video: a key frame is a STAP-A with parameter sets and a fragmented
    /// IDR picture, any other one slice.
    List<byte[]> frame(boolean key) {
        if (isAudio()) {
            return List.of(payload((byte) 0x78, (byte) 0));
        }
        if (!key) {
            return List.of(payload(DELTA, (byte) 0x9A));
        }
        byte[] parameters = {0x78, 0, 4, SPS, 0x42, (byte) 0xE0, 0x1F, 0, 2, PPS, (byte) ssrc};
        byte[] first = payload(IDR_FRAGMENT, (byte) 0x85);
        first[2] = (byte) 0x88;
        return List.of(parameters, first, payload(IDR_FRAGMENT, (byte) 0x45));
    }

    private byte[] payload(byte first, byte second) {
        byte[] payload = new byte[LENGTH];
        payload[0] = first;
        payload[1] = second;
        payload[LENGTH - 5] = (byte) ssrc;
        counter++;
        for (int i = 0; i < 4; i++) {
            payload[LENGTH - 4 + i] = (byte) (counter >> 8 * (3 - i));
        }
        return payload;
    }

    /// Whether it is a payload of this track's video.
    public boolean made(byte[] payload) {
        return payload.length == LENGTH
                ? payload[LENGTH - 5] == (byte) ssrc
                : payload.length == PARAMETERS && payload[PARAMETERS - 1] == (byte) ssrc;
    }

    /// The whole RTP packet, with the extensions of a Chromium sender.
    byte[] packet(byte[] payload, boolean marker, int transportSequence) {
        byte[] packet = new byte[64 + payload.length];
        var header = new RtpHeaderWriter();
        int number = sequence++ & 0xFFFF;
        header.begin(packet, 0, payloadType(), marker, number, timestamp, ssrc);
        if (named) {
            header.extension(MID_ID, mid.getBytes(US_ASCII), 0, mid.length());
        }
        if (named && !rid.isEmpty()) {
            header.extension(RID_ID, rid.getBytes(US_ASCII), 0, rid.length());
        }
        header.extension16(TRANSPORT_CC_ID, transportSequence);
        if (isAudio()) {
            header.extension8(AUDIO_LEVEL_ID, 0x80 | 30);
        }
        int length = header.end();
        System.arraycopy(payload, 0, packet, length, payload.length);
        byte[] whole = java.util.Arrays.copyOf(packet, length + payload.length);
        sent.put(number, whole);
        return whole;
    }
}
