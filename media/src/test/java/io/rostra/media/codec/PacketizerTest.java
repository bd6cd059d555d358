package io.rostra.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.container.ContainerCodec;
import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.Demuxer;
import io.rostra.media.container.Recording;
import io.rostra.media.mp4.FragmentedMp4Demuxer;
import io.rostra.media.webm.WebmDemuxer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What was recorded, cut into payloads and put together again, is what was recorded.
class PacketizerTest {

    private record Payload(byte[] bytes, boolean marker) {}

    @Test
    void vp8ComesBack() throws ContainerException {
        Recording.Heard heard = demux(new WebmDemuxer(), "chromium-vp8-opus.webm");
        List<AccessUnit> units =
                roundTrip(heard.of(ContainerCodec.VP8), new Vp8Packetizer(), new Vp8Depacketizer());

        assertThat(units).hasSize(29);
        for (int i = 0; i < units.size(); i++) {
            ContainerFrame frame = heard.of(ContainerCodec.VP8).get(i);
            assertThat(units.get(i).data()).isEqualTo(frame.data());
            assertThat(units.get(i).keyFrame()).isEqualTo(frame.keyFrame());
        }
    }

    @Test
    void h264WithSetsFromTheHeaderComesBack() throws ContainerException {
        Recording.Heard heard = demux(new FragmentedMp4Demuxer(), "chromium-h264-opus.mp4");
        List<byte[]> sets = heard.track(ContainerCodec.H264).parameterSets();
        List<AccessUnit> units =
                roundTrip(
                        heard.of(ContainerCodec.H264),
                        new H264Packetizer(sets),
                        new H264Depacketizer());

        assertThat(units).hasSize(35);
        assertThat(units.stream().filter(AccessUnit::keyFrame)).hasSize(3);
        assertThat(units.getFirst().parameterSets().sps()).isEqualTo(sets.get(0));
        assertThat(units.getFirst().parameterSets().pps()).isEqualTo(sets.get(1));
    }

    @Test
    void h264WithSetsInTheFramesComesBack() throws ContainerException {
        Recording.Heard heard = demux(new WebmDemuxer(), "chromium-h264-opus.webm");
        List<AccessUnit> units =
                roundTrip(
                        heard.of(ContainerCodec.H264),
                        new H264Packetizer(List.of()),
                        new H264Depacketizer());

        assertThat(units).hasSize(35);
        assertThat(H264SpsParser.parse(units.getFirst().parameterSets().sps()).width())
                .isEqualTo(960);
    }

    @Test
    void everyKeyFrameBringsItsSetsAsOneBeginning() {
        byte[] sps = {0x67, 0x42, 0, 0x20, (byte) 0x80, 1};
        byte[] pps = {0x68, (byte) 0xCE};
        byte[] idr = {0, 0, 0, 3, 0x65, (byte) 0x88, 1};
        var packetizer = new H264Packetizer(List.of(pps, sps));

        List<Payload> payloads = push(packetizer, idr);

        assertThat(payloads).hasSize(2);
        byte[] aggregate = payloads.getFirst().bytes();
        assertThat(aggregate).startsWith(0x78, 0, 6, 0x67); // STAP-A, the sequence set first
        assertThat(KeyFrameDetector.isKeyFrameStart("H264", aggregate, 0, aggregate.length))
                .isTrue();
        assertThat(payloads.getFirst().marker()).isFalse();
        assertThat(payloads.getLast().marker()).isTrue();
    }

    @Test
    void aNewSetReplacesTheOldOneOfItsId() {
        byte[] sps = {0x67, 0x42, 0, 0x20, (byte) 0x80, 1};
        byte[] newer = {0x67, 0x42, 0, 0x20, (byte) 0x80, 2};
        byte[] pps = {0x68, (byte) 0xCE};
        var packetizer = new H264Packetizer(List.of(sps, pps));
        byte[] frame = {0, 0, 0, 6, 0x67, 0x42, 0, 0x20, (byte) 0x80, 2, 0, 0, 0, 2, 0x65, -120};

        byte[] aggregate = push(packetizer, frame).getFirst().bytes();

        assertThat(Arrays.copyOfRange(aggregate, 3, 9)).isEqualTo(newer);
        assertThat(aggregate).hasSize(1 + 2 + 6 + 2 + 2);
    }

    @Test
    void payloadsOfAFrameAreOfAboutTheSameSize() {
        List<Payload> payloads = push(new Vp8Packetizer(), new byte[1_200]);
        assertThat(payloads)
                .extracting(payload -> payload.bytes().length)
                .containsExactly(601, 601);
    }

    private static Recording.Heard demux(Demuxer demuxer, String name) throws ContainerException {
        return Recording.demux(demuxer, Recording.of(name).bytes(), 1_000);
    }

    private static List<Payload> push(Packetizer packetizer, byte[] frame) {
        var payloads = new ArrayList<Payload>();
        packetizer.push(
                frame,
                (buffer, offset, length, marker) -> {
                    assertThat(length).isBetween(1, Packetizer.MAX_PAYLOAD_BYTES);
                    payloads.add(
                            new Payload(
                                    Arrays.copyOfRange(buffer, offset, offset + length), marker));
                });
        return payloads;
    }

    private static List<AccessUnit> roundTrip(
            List<ContainerFrame> frames, Packetizer packetizer, Depacketizer depacketizer) {
        var units = new ArrayList<AccessUnit>();
        int timestamp = 0;
        for (ContainerFrame frame : frames) {
            timestamp += 3_000;
            for (Payload payload : push(packetizer, frame.data())) {
                byte[] bytes = payload.bytes();
                depacketizer.push(bytes, 0, bytes.length, timestamp, payload.marker(), units::add);
            }
        }
        return units;
    }
}
