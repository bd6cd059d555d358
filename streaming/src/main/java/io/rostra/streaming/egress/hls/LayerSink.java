package io.rostra.streaming.egress.hls;

/// Takes the segments of a lower layer. Between two places where the top begins a segment stands
/// either a segment of the layer, or none.
public interface LayerSink extends PartSink {

    /// The layer has no segment next, so the one of the top that begins at the same place stands in
    /// for it. Called before the top begins that one, or later if the layer could not keep up.
    void standIn();
}
