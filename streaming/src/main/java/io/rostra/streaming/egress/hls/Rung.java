package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.Sample;
import io.rostra.streaming.frames.H264Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A lower step of the ladder: its playlist begins with the layer's first segment, and goes on as
/// long as the stream does. Where the layer has nothing, and before it came, the playlist names the
/// top's segments; so whoever plays it never waits, and there is no past that one rung has and
/// another has not.
///
/// Written by the frame thread; what requests read is volatile or immutable.
final class Rung implements LayerSink {

    private final Rendition rendition;
    private final Rendition top;
    private boolean own;
    private volatile boolean opened;
    private @Nullable H264Parameters next;

    /// Of the layer; null while the top stands in.
    private volatile @Nullable H264Parameters parameters;

    Rung(Rendition rendition, Rendition top) {
        this.rendition = rendition;
        this.top = top;
    }

    Rendition rendition() {
        return rendition;
    }

    /// Whether the layer ever came.
    boolean opened() {
        return opened;
    }

    /// As a player may choose it; null while the top stands in.
    MultivariantPlaylist.@Nullable Variant variant() {
        H264Parameters now = parameters;
        return now == null ? null : new MultivariantPlaylist.Variant(rendition.playlist(), now);
    }

    @Override
    public void useFormat(TrackFormat format) {
        rendition.useInit(format.initSegment());
        if (format instanceof TrackFormat.Avc(H264Parameters now)) {
            next = now;
        }
    }

    @Override
    public void beginSegment(SegmentStart start) {
        if (!own) {
            rendition.standIn(top);
            own = true;
        }
        rendition.beginSegment(start.at(), start.discontinuity());
    }

    @Override
    public void addPart(List<Sample> samples, boolean independent) {
        rendition.addPart(samples, independent);
        parameters = next;
        opened = true;
    }

    @Override
    public void endSegment() {
        rendition.endSegment();
    }

    @Override
    public void standIn() {
        own = false;
        parameters = null;
    }

    /// The top has a new part.
    void onTopPart() {
        if (opened && !own) {
            rendition.standIn(top);
            rendition.publish();
        }
    }

    /// The top has ended.
    void end() {
        if (opened && !own) {
            rendition.standIn(top);
        }
        rendition.end();
    }
}
