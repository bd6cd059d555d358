package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Payloads of any codec: descriptors lead nowhere outside, and depacketizers make of them nothing
/// or an access unit with something in it. The first byte says which codec and where packets end.
class PayloadFuzzTest {
    private static final String[] CODECS = {"H264", "VP8", "opus", "VP9", "AV1"};

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        if (bytes.length < 2) {
            return;
        }
        String codec = CODECS[(bytes[0] & 0xFF) % CODECS.length];
        int step = 1 + (bytes[0] >> 2 & 0x3F);
        Depacketizer depacketizer = Depacketizer.forCodec(codec);
        PictureDescriptor descriptor =
                codec.equals("VP9") ? new Vp9Descriptor() : new Vp8Descriptor();
        for (int at = 1; at < bytes.length; at += step) {
            int length = Math.min(step, bytes.length - at);
            KeyFrameDetector.isKeyFrameStart(codec, bytes, at, length);
            if (descriptor.wrap(bytes, at, length)) {
                descriptor.renumber(bytes.clone(), at, 0x7FFF, 0xFF);
            }
            if (depacketizer == null) {
                continue;
            }
            boolean marker = (bytes[at] & 3) == 3;
            depacketizer.push(
                    bytes,
                    at,
                    length,
                    at / 100,
                    marker,
                    unit -> assertThat(unit.data()).isNotEmpty());
            if (bytes[at] == 7) {
                depacketizer.onLoss();
            }
        }
        H264SpsParser.parse(bytes);
    }
}
