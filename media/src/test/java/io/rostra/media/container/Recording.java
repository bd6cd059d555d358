package io.rostra.media.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Chromium's MediaRecorder made (`e2e/tools/record-media.mjs`), with the chunks as it cut
/// them.
public record Recording(byte[] bytes, List<byte[]> chunks) {

    public static Recording of(String name) {
        byte[] bytes = read(name);
        String lengths = new String(read(name + ".chunks"), StandardCharsets.US_ASCII);
        var chunks = new ArrayList<byte[]>();
        int at = 0;
        for (String line : lengths.strip().split("\n")) {
            int length = Integer.parseInt(line);
            chunks.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return new Recording(bytes, chunks);
    }

    private static byte[] read(String name) {
        try (InputStream in = Recording.class.getResourceAsStream("/recordings/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("No recording " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a demuxer said.
    public static final class Heard implements Demuxer.Output {
        public final List<List<ContainerTrack>> headers = new ArrayList<>();
        public final List<String> refused = new ArrayList<>();
        public final Map<ContainerCodec, List<ContainerFrame>> frames = new LinkedHashMap<>();

        @Override
        public void onTracks(List<ContainerTrack> tracks, List<String> refusals) {
            headers.add(tracks);
            refused.addAll(refusals);
        }

        @Override
        public void onFrame(ContainerTrack track, ContainerFrame frame) {
            frames.computeIfAbsent(track.codec(), _ -> new ArrayList<>()).add(frame);
        }

        public List<ContainerFrame> of(ContainerCodec codec) {
            return frames.getOrDefault(codec, List.of());
        }

        public long keyFrames(ContainerCodec codec) {
            return of(codec).stream().filter(ContainerFrame::keyFrame).count();
        }

        public @Nullable ContainerTrack track(ContainerCodec codec) {
            return headers.getLast().stream()
                    .filter(track -> track.codec() == codec)
                    .findFirst()
                    .orElse(null);
        }

        /// Everything in one string, to compare two runs.
        public String transcript() {
            var text = new StringBuilder();
            frames.forEach((codec, all) ->
                    all.forEach(frame ->
                            text.append(codec)
                                    .append(' ')
                                    .append(frame.timeMicros())
                                    .append(frame.keyFrame())
                                    .append(Arrays.hashCode(frame.data()))
                                    .append('\n')));
            return text.toString();
        }
    }

    /// Feeds all bytes in pieces of `size`.
    public static Heard demux(Demuxer demuxer, byte[] bytes, int size) throws ContainerException {
        var heard = new Heard();
        for (int at = 0; at < bytes.length; at += size) {
            demuxer.push(bytes, at, Math.min(size, bytes.length - at), heard);
        }
        return heard;
    }
}
