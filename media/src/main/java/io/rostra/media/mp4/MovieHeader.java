package io.rostra.media.mp4;

import io.rostra.media.container.AvcConfiguration;
import io.rostra.media.container.ContainerCodec;
import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerTrack;
import io.rostra.media.container.Demuxer;
import io.rostra.media.container.OpusHeader;
import io.rostra.media.container.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The box `moov` of a fragmented file (ISO/IEC 14496-12 sections 8.2 to 8.8): which tracks there
/// are, and which can be used.
final class MovieHeader {
    private static final int MOOV_MVEX = Boxes.type("mvex");
    private static final int TREX = Boxes.type("trex");
    private static final int TRAK = Boxes.type("trak");
    private static final int TKHD = Boxes.type("tkhd");
    private static final int MDIA = Boxes.type("mdia");
    private static final int MDHD = Boxes.type("mdhd");
    private static final int HDLR = Boxes.type("hdlr");
    private static final int MINF = Boxes.type("minf");
    private static final int STBL = Boxes.type("stbl");
    private static final int STSD = Boxes.type("stsd");
    private static final int AVCC = Boxes.type("avcC");
    private static final int DOPS = Boxes.type("dOps");
    private static final int VIDE = Boxes.type("vide");
    private static final int SOUN = Boxes.type("soun");

    /// Bytes of a sample entry in front of its boxes.
    private static final int VISUAL_ENTRY = 78;

    private static final int AUDIO_ENTRY = 28;

    /// What a fragment need not repeat (box `trex`).
    record Defaults(long duration, long size, int flags) {}

    /// @param timescale ticks a second
    /// @param avc null for other codecs than H.264
    record Entry(ContainerTrack track, long timescale, @Nullable AvcConfiguration avc) {}

    private final Map<Integer, Entry> usable = new LinkedHashMap<>();
    private final Map<Integer, Defaults> defaults = new HashMap<>();
    private final List<String> refused = new ArrayList<>();
    private boolean fragmented;

    /// @param children walks over the children of `moov`
    static MovieHeader parse(Boxes children) throws ContainerException {
        var header = new MovieHeader();
        while (children.next()) {
            if (children.type() == TRAK) {
                header.addTrack(children.children());
            } else if (children.type() == MOOV_MVEX) {
                header.fragmented = true;
                header.readDefaults(children.children());
            }
        }
        if (!header.fragmented) {
            throw new ContainerException(
                    "The MP4 is a file as a whole; only fragmented MP4, as recorders stream it, can"
                            + " be used.");
        }
        return header;
    }

    /// By track id.
    Map<Integer, Entry> usable() {
        return usable;
    }

    List<String> refused() {
        return refused;
    }

    Defaults defaults(int trackId) {
        return defaults.getOrDefault(trackId, new Defaults(0, 0, 0));
    }

    private void readDefaults(Boxes children) throws ContainerException {
        while (children.next()) {
            if (children.type() == TREX && defaults.size() < Demuxer.MAX_TRACKS) {
                defaults.put(
                        children.i32(4),
                        new Defaults(children.u32(12), children.u32(16), children.i32(20)));
            }
        }
    }

    private void addTrack(Boxes trak) throws ContainerException {
        if (usable.size() + refused.size() == Demuxer.MAX_TRACKS) {
            throw Boxes.damaged();
        }
        int id = 0;
        while (trak.next()) {
            if (trak.type() == TKHD) {
                id = trak.i32(trak.u8(0) == 1 ? 20 : 12);
            } else if (trak.type() == MDIA) {
                addMedia(id, trak.children());
            }
        }
    }

    private void addMedia(int id, Boxes mdia) throws ContainerException {
        long timescale = 0;
        int handler = 0;
        while (mdia.next()) {
            if (mdia.type() == MDHD) {
                timescale = mdia.u32(mdia.u8(0) == 1 ? 20 : 12);
            } else if (mdia.type() == HDLR) {
                handler = mdia.i32(8);
            } else if (mdia.type() == MINF && (handler == VIDE || handler == SOUN)) {
                if (timescale == 0) {
                    throw Boxes.damaged();
                }
                Boxes entries = sampleEntries(mdia.children());
                if (entries != null && entries.next()) {
                    addEntry(id, timescale, handler == VIDE, entries);
                }
            }
        }
    }

    private static @Nullable Boxes sampleEntries(Boxes minf) throws ContainerException {
        while (minf.next()) {
            if (minf.type() != STBL) {
                continue;
            }
            Boxes stbl = minf.children();
            while (stbl.next()) {
                if (stbl.type() == STSD) {
                    return stbl.children(8);
                }
            }
        }
        return null;
    }

    private void addEntry(int id, long timescale, boolean video, Boxes entry)
            throws ContainerException {
        String name = name(entry.type());
        switch (name) {
            case "avc1", "avc3" -> {
                byte[] record = find(entry.children(VISUAL_ENTRY), AVCC);
                if (record == null) {
                    throw Boxes.damaged();
                }
                AvcConfiguration avc = AvcConfiguration.parse(record);
                var track = new ContainerTrack(id, ContainerCodec.H264, avc.parameterSets());
                usable.put(id, new Entry(track, timescale, avc));
            }
            case "Opus" -> addOpus(id, timescale, entry);
            case "mp4a" -> refused.add(Refusal.audio("AAC"));
            case "vp08" -> refused.add(Refusal.video("VP8 in MP4 (put VP8 into WebM)"));
            case "vp09" -> refused.add(Refusal.video("VP9"));
            case "av01" -> refused.add(Refusal.video("AV1"));
            case "hvc1", "hev1" -> refused.add(Refusal.video("HEVC"));
            case "encv", "enca" -> refused.add("A track is encrypted; send it plain.");
            default -> refused.add(video ? Refusal.video(name) : Refusal.audio(name));
        }
    }

    private void addOpus(int id, long timescale, Boxes entry) throws ContainerException {
        byte[] specific = find(entry.children(AUDIO_ENTRY), DOPS);
        // OpusSpecificBox: version, channels, pre-skip (2), rate (4), gain (2), mapping family.
        int family = specific != null && specific.length > 10 ? specific[10] & 0xFF : 0;
        String complaint = OpusHeader.complaint(entry.u16(16), family);
        if (complaint == null) {
            var track = new ContainerTrack(id, ContainerCodec.OPUS);
            usable.put(id, new Entry(track, timescale, null));
        } else {
            refused.add(complaint);
        }
    }

    private static byte @Nullable [] find(Boxes boxes, int type) throws ContainerException {
        while (boxes.next()) {
            if (boxes.type() == type) {
                return boxes.bytes();
            }
        }
        return null;
    }

    /// The four characters of a type, as far as they can be shown.
    private static String name(int type) {
        var name = new StringBuilder();
        for (int shift = 24; shift >= 0; shift -= 8) {
            char c = (char) (type >>> shift & 0xFF);
            name.append(c > ' ' && c < 0x7F ? c : '?');
        }
        return name.toString();
    }
}
