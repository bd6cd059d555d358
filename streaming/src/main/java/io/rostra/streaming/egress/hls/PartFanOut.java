package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hands one medium's segments to all who take them; newcomers begin with a segment. Not
/// thread-safe.
class PartFanOut<S extends PartSink> implements PartSink {

    private record Newcomer<S>(S sink, long from) {}

    private final List<S> sinks = new ArrayList<>();
    private final List<Newcomer<S>> newcomers = new ArrayList<>();
    private @Nullable TrackFormat format;
    private long next;

    /// How many segments have begun. The same place has the same number in all media.
    long next() {
        return next;
    }

    /// @param from number of the first segment that `sink` gets, not before [#next]
    void add(S sink, long from) {
        newcomers.add(new Newcomer<>(sink, from));
    }

    void remove(@Nullable PartSink sink) {
        sinks.remove(sink);
        newcomers.removeIf(newcomer -> newcomer.sink() == sink);
    }

    @Override
    public void useFormat(TrackFormat newFormat) {
        format = newFormat;
        sinks.forEach(sink -> sink.useFormat(newFormat));
    }

    @Override
    public void beginSegment(SegmentStart start) {
        sinks.forEach(sink -> sink.beginSegment(start));
        for (S sink : arrive()) {
            if (format != null) {
                sink.useFormat(format);
            }
            sink.beginSegment(new SegmentStart(start.at(), false, start.independent()));
        }
    }

    /// The next segment begins.
    ///
    /// @return those for whom it is the first
    final List<S> arrive() {
        List<S> arrived = new ArrayList<>();
        for (var waiting = newcomers.iterator(); waiting.hasNext(); ) {
            Newcomer<S> newcomer = waiting.next();
            if (newcomer.from() <= next) {
                waiting.remove();
                arrived.add(newcomer.sink());
            }
        }
        sinks.addAll(arrived);
        next++;
        return arrived;
    }

    final List<S> sinks() {
        return sinks;
    }

    @Override
    public void addPart(List<Sample> samples, boolean independent) {
        List<Sample> part = List.copyOf(samples);
        sinks.forEach(sink -> sink.addPart(part, independent));
    }

    @Override
    public void endSegment() {
        sinks.forEach(PartSink::endSegment);
    }
}
