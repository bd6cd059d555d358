package io.rostra.streaming.egress;

import io.rostra.media.codec.AnnexB;
import io.rostra.media.codec.H264Depacketizer;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import java.util.ArrayList;
import java.util.List;

/// The smaller sizes of what the worker encodes, on their way to the sink. Not thread-safe.
final class EncodedLayers {

    private final FrameSink sink;
    private final List<Rung> rungs = new ArrayList<>();

    /// Takes one rung's byte stream apart.
    private static final class Rung {
        H264Depacketizer depacketizer = new H264Depacketizer();
        ParameterReader parameters = new ParameterReader();
    }

    EncodedLayers(FrameSink sink) {
        this.sink = sink;
        for (int i = 0; i < FrameSink.LOWER_LAYERS; i++) {
            rungs.add(new Rung());
        }
    }

    /// What follows has nothing to do with what came before.
    void onChanged() {
        for (int rung = 1; rung <= rungs.size(); rung++) {
            rungs.set(rung - 1, new Rung());
            sink.onLayerChanged(layer(rung));
        }
    }

    /// @param number of the rung, from 1 for the largest below the top
    void onPicture(int number, long pts, byte[] payload) {
        if (number < 1 || number > rungs.size() || pts < 0) {
            return; // the worker has seen hostile input
        }
        Rung rung = rungs.get(number - 1);
        AnnexB.push(
                payload,
                (int) pts,
                rung.depacketizer,
                unit -> {
                    H264Parameters inForce = rung.parameters.read(unit.parameterSets());
                    if (inForce != null) {
                        sink.onLayer(
                                layer(number),
                                new VideoFrame(unit.data(), pts, unit.keyFrame(), inForce));
                    }
                });
    }

    /// As [FrameSink#onLayer] counts.
    private static int layer(int rung) {
        return FrameSink.LOWER_LAYERS + 1 - rung;
    }
}
