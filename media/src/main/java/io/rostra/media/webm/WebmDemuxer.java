package io.rostra.media.webm;

import io.rostra.media.codec.Vp8FrameHeader;
import io.rostra.media.container.AvcConfiguration;
import io.rostra.media.container.ByteQueue;
import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerFrame;
import io.rostra.media.container.ContainerTrack;
import io.rostra.media.container.Demuxer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads WebM as it is recorded. The ids of the elements that matter differ on all levels, so the
/// tree is read flat: Segment and Cluster are entered, other elements are read as a whole or
/// skipped.
///
/// ```text
/// EBML | Segment ( Info | Tracks | Cluster ( Timestamp | SimpleBlock | BlockGroup ... ) Cluster ... )
/// ```
///
/// An EBML header in between begins another stream, as when a recorder is started anew. Not
/// thread-safe.
public final class WebmDemuxer implements Demuxer {
    private static final int MAX_EBML_HEADER = 4 << 10;
    private static final int MAX_HEADER = 256 << 10;

    /// Nanoseconds; what a timestamp counts when the header does not say.
    private static final long DEFAULT_SCALE = 1_000_000;

    private static final long MAX_SCALE = 1_000_000_000;

    /// About three centuries of milliseconds: arithmetic with it does not overflow.
    private static final long MAX_TIMESTAMP = 1L << 43;

    private final ByteQueue queue = new ByteQueue();
    private long skip;
    private boolean headerSeen;
    private boolean clusterTimeKnown;
    private long scale = DEFAULT_SCALE;
    private long clusterTime;
    private Map<Integer, TrackEntries.Entry> tracks = Map.of();

    /// Whether these are the first bytes of a WebM or Matroska stream.
    public static boolean isStart(byte[] data) {
        return data.length >= 4 && Ebml.id(data, 0, 4) == Ebml.EBML;
    }

    @Override
    public void push(byte[] data, int offset, int length, Output output) throws ContainerException {
        queue.append(data, offset, length);
        while (skipPending() && readElement(output)) {
            // one after the other
        }
    }

    /// @return false while there is more to skip than has come
    private boolean skipPending() {
        int now = (int) Math.min(skip, queue.available());
        queue.skip(now);
        skip -= now;
        return skip == 0;
    }

    /// @return false when the next element is not there yet
    private boolean readElement(Output output) throws ContainerException {
        byte[] bytes = queue.array();
        int at = queue.position();
        int available = queue.available();
        if (available == 0) {
            return false;
        }
        int idLength = Ebml.lengthOf(bytes[at]);
        if (idLength > 4) {
            throw Ebml.damaged();
        }
        if (available <= idLength) {
            return false;
        }
        int id = Ebml.id(bytes, at, idLength);
        int sizeLength = Ebml.lengthOf(bytes[at + idLength]);
        if (sizeLength > 8) {
            throw Ebml.damaged();
        }
        if (available < idLength + sizeLength) {
            return false;
        }
        long size = Ebml.size(bytes, at + idLength, sizeLength);
        return onElement(id, idLength + sizeLength, size, output);
    }

    private boolean onElement(int id, int header, long size, Output output)
            throws ContainerException {
        if (!headerSeen && id != Ebml.EBML) {
            throw new ContainerException(
                    "The stream does not begin with a WebM header; mark the recorder's first"
                            + " chunk with {init: true} and send every chunk, in order.");
        }
        switch (id) {
            case Ebml.SEGMENT, Ebml.CLUSTER -> {
                queue.skip(header);
                clusterTimeKnown = false;
                return true;
            }
            case Ebml.EBML -> {
                return readWhole(header, size, MAX_EBML_HEADER, this::onHeader);
            }
            case Ebml.INFO -> {
                return readWhole(header, size, MAX_HEADER, this::onInfo);
            }
            case Ebml.TRACKS -> {
                return readWhole(
                        header, size, MAX_HEADER, (from, to) -> onTracks(from, to, output));
            }
            case Ebml.TIMESTAMP -> {
                return readWhole(header, size, 8, this::onClusterTime);
            }
            case Ebml.SIMPLE_BLOCK -> {
                return readWhole(
                        header,
                        size,
                        MAX_FRAME_BYTES,
                        (from, to) -> onBlock(Block.parse(queue.array(), from, to), null, output));
            }
            case Ebml.BLOCK_GROUP -> {
                return readWhole(
                        header,
                        size,
                        MAX_FRAME_BYTES,
                        (from, to) -> onBlockGroup(from, to, output));
            }
            default -> {
                if (size == Ebml.UNKNOWN_SIZE || size > MAX_FRAME_BYTES) {
                    throw Ebml.damaged();
                }
                queue.skip(header);
                skip = size;
                return true;
            }
        }
    }

    private interface Content {
        void read(int from, int to) throws ContainerException;
    }

    private boolean readWhole(int header, long size, int limit, Content content)
            throws ContainerException {
        if (size == Ebml.UNKNOWN_SIZE || size > limit) {
            throw Ebml.damaged();
        }
        if (queue.available() < header + size) {
            return false;
        }
        int from = queue.position() + header;
        content.read(from, from + (int) size);
        queue.skip(header + (int) size);
        return true;
    }

    private void onHeader(int from, int to) throws ContainerException {
        var children = new Elements(queue.array(), from, to);
        String docType = "";
        while (children.next()) {
            boolean tooLong =
                    switch (children.id()) {
                        case Ebml.MAX_ID_LENGTH -> children.unsigned() > 4;
                        case Ebml.MAX_SIZE_LENGTH -> children.unsigned() > 8;
                        default -> false;
                    };
            if (tooLong) {
                throw Ebml.damaged();
            }
            if (children.id() == Ebml.DOC_TYPE) {
                docType = children.ascii();
            }
        }
        if (!docType.equals("webm") && !docType.equals("matroska")) {
            throw new ContainerException("The stream is neither WebM nor MP4.");
        }
        headerSeen = true;
        clusterTimeKnown = false;
        scale = DEFAULT_SCALE;
        tracks = Map.of();
    }

    private void onInfo(int from, int to) throws ContainerException {
        var children = new Elements(queue.array(), from, to);
        while (children.next()) {
            if (children.id() == Ebml.TIMESTAMP_SCALE) {
                scale = children.unsigned();
                if (scale < 1 || scale > MAX_SCALE) {
                    throw Ebml.damaged();
                }
            }
        }
    }

    private void onTracks(int from, int to, Output output) throws ContainerException {
        TrackEntries entries = TrackEntries.parse(new Elements(queue.array(), from, to));
        if (entries.usable().isEmpty()) {
            throw new ContainerException(
                    entries.refused().isEmpty()
                            ? "The stream has neither video nor sound."
                            : String.join(" ", entries.refused()));
        }
        tracks = entries.usable();
        List<ContainerTrack> usable =
                tracks.values().stream().map(TrackEntries.Entry::track).toList();
        output.onTracks(usable, entries.refused());
    }

    private void onClusterTime(int from, int to) throws ContainerException {
        clusterTime = Ebml.unsigned(queue.array(), from, to - from);
        if (clusterTime < 0 || clusterTime > MAX_TIMESTAMP) {
            throw Ebml.damaged();
        }
        clusterTimeKnown = true;
    }

    private void onBlockGroup(int from, int to, Output output) throws ContainerException {
        var children = new Elements(queue.array(), from, to);
        Block block = null;
        boolean refers = false;
        while (children.next()) {
            if (children.id() == Ebml.BLOCK) {
                block = Block.parse(queue.array(), children.start(), children.end());
            }
            refers |= children.id() == Ebml.REFERENCE_BLOCK;
        }
        if (block != null) {
            onBlock(block, !refers, output);
        }
    }

    /// @param key of a Block, whose group says so; null for a SimpleBlock, which says it itself
    private void onBlock(Block block, @Nullable Boolean key, Output output)
            throws ContainerException {
        if (!clusterTimeKnown || tracks.isEmpty()) {
            throw Ebml.damaged();
        }
        TrackEntries.Entry entry = tracks.get(block.track());
        if (entry == null || block.frame().length == 0) {
            return;
        }
        ContainerTrack track = entry.track();
        AvcConfiguration avc = entry.avc();
        byte[] data = avc == null ? block.frame() : avc.toLengthPrefixed(block.frame());
        if (data.length == 0) {
            return;
        }
        boolean keyFrame =
                switch (track.codec()) {
                    case OPUS -> true;
                    case VP8 -> Vp8FrameHeader.parseKeyFrame(data) != null;
                    case H264 -> key == null ? block.key() : key;
                };
        output.onFrame(track, new ContainerFrame(micros(block.relative()), keyFrame, data));
    }

    private long micros(int relative) throws ContainerException {
        long time = Math.max(0, clusterTime + relative);
        // scale <= 1e9 and time <= 2^43: the product fits as long as it is not about centuries.
        if (time > Long.MAX_VALUE / scale) {
            throw Ebml.damaged();
        }
        return time * scale / 1_000;
    }
}
