package io.rostra.streaming.egress.hls;

/// Hands a lower layer's segments to all who take them. Not thread-safe.
final class LayerFanOut extends PartFanOut<LayerSink> implements LayerSink {

    @Override
    public void standIn() {
        arrive();
        sinks().forEach(LayerSink::standIn);
    }
}
