package io.rostra.media.webm;

import io.rostra.media.container.AvcConfiguration;
import io.rostra.media.container.ContainerCodec;
import io.rostra.media.container.ContainerException;
import io.rostra.media.container.ContainerTrack;
import io.rostra.media.container.Demuxer;
import io.rostra.media.container.OpusHeader;
import io.rostra.media.container.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The element Tracks (RFC 9559 section 5.1.4): which tracks there are, and which can be used.
final class TrackEntries {
    private static final int VIDEO = 1;
    private static final int AUDIO = 2;

    /// @param avc null for other codecs than H.264
    record Entry(ContainerTrack track, @Nullable AvcConfiguration avc) {}

    private final Map<Integer, Entry> usable = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();

    /// @param tracks walks over the children of Tracks
    static TrackEntries parse(Elements tracks) throws ContainerException {
        var entries = new TrackEntries();
        while (tracks.next()) {
            if (tracks.id() == Ebml.TRACK_ENTRY) {
                entries.add(tracks.children());
            }
        }
        return entries;
    }

    /// By track number.
    Map<Integer, Entry> usable() {
        return usable;
    }

    List<String> refused() {
        return refused;
    }

    private void add(Elements entry) throws ContainerException {
        long number = 0;
        long type = 0;
        long channels = 1;
        String codec = "";
        byte[] codecPrivate = {};
        boolean encoded = false;
        while (entry.next()) {
            switch (entry.id()) {
                case Ebml.TRACK_NUMBER -> number = entry.unsigned();
                case Ebml.TRACK_TYPE -> type = entry.unsigned();
                case Ebml.CODEC_ID -> codec = entry.ascii();
                case Ebml.CODEC_PRIVATE -> codecPrivate = entry.bytes();
                case Ebml.CONTENT_ENCODINGS -> encoded = true;
                case Ebml.AUDIO -> channels = channels(entry.children());
                default -> {}
            }
        }
        if (number < 1 || number > 127 || usable.size() + refused.size() == Demuxer.MAX_TRACKS) {
            throw Ebml.damaged();
        }
        if (encoded && (type == VIDEO || type == AUDIO)) {
            refused.add("A track is compressed or encrypted by the container; send it plain.");
        } else if (type == VIDEO) {
            addVideo((int) number, codec, codecPrivate);
        } else if (type == AUDIO) {
            addAudio((int) number, codec, (int) Math.min(channels, 255), codecPrivate);
        }
    }

    private static long channels(Elements audio) throws ContainerException {
        while (audio.next()) {
            if (audio.id() == Ebml.CHANNELS) {
                return audio.unsigned();
            }
        }
        return 1;
    }

    private void addVideo(int number, String codec, byte[] codecPrivate) throws ContainerException {
        switch (codec) {
            case "V_VP8" -> put(new ContainerTrack(number, ContainerCodec.VP8), null);
            case "V_MPEG4/ISO/AVC" -> {
                AvcConfiguration avc = AvcConfiguration.parse(codecPrivate);
                put(new ContainerTrack(number, ContainerCodec.H264, avc.parameterSets()), avc);
            }
            case "V_VP9" -> refused.add(Refusal.video("VP9"));
            case "V_AV1" -> refused.add(Refusal.video("AV1"));
            case "V_MPEGH/ISO/HEVC" -> refused.add(Refusal.video("HEVC"));
            default -> refused.add(Refusal.video(printable(codec)));
        }
    }

    private void addAudio(int number, String codec, int channels, byte[] codecPrivate) {
        if (!codec.equals("A_OPUS")) {
            refused.add(Refusal.audio(codec.startsWith("A_PCM") ? "PCM" : printable(codec)));
            return;
        }
        // OpusHead (RFC 7845 section 5.1): the mapping family is its byte 18.
        int family = codecPrivate.length > 18 ? codecPrivate[18] & 0xFF : 0;
        String complaint = OpusHeader.complaint(channels, family);
        if (complaint == null) {
            put(new ContainerTrack(number, ContainerCodec.OPUS), null);
        } else {
            refused.add(complaint);
        }
    }

    private void put(ContainerTrack track, @Nullable AvcConfiguration avc) {
        usable.put(track.number(), new Entry(track, avc));
    }

    /// A codec id is the sender's own text; only what an id can be made of is shown.
    private static String printable(String codec) {
        String clean = codec.replaceAll("[^A-Za-z0-9_/.-]", "");
        return clean.isEmpty()
                ? "nothing we know"
                : clean.substring(0, Math.min(32, clean.length()));
    }
}
