package io.rostra.streaming.bench;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Low-latency players on one stream, two connections each: as one asks for the next state of the
/// playlist and gets it when the part is there, fetches the part, and asks again. What an answer
/// says is read once for all who got it.
final class Viewers {

    private final String folder;

    /// What was read of an answer, by the path that it was asked with; for the last few seconds.
    private final Map<String, Playlist> known = new HashMap<>();

    /// Milliseconds from the end of a part's media until a viewer had it.
    private int[] delays = new int[1 << 16];

    private int count;
    private boolean measuring;

    /// @param folder of the stream, with slashes
    Viewers(String folder) {
        this.folder = folder;
    }

    void measure() {
        measuring = true;
    }

    int count() {
        return count;
    }

    /// @param percent of the delays that are at most so long
    int delay(double percent) {
        int[] sorted = Arrays.copyOf(delays, count);
        Arrays.sort(sorted);
        return sorted[Math.clamp((int) Math.ceil(percent / 100 * count) - 1, 0, count - 1)];
    }

    /// Parts that came later than `milliseconds`.
    long later(int milliseconds) {
        return Arrays.stream(delays, 0, count).filter(delay -> delay > milliseconds).count();
    }

    Crowd.Script viewerOf(String rendition) {
        return new Viewer(rendition);
    }

    private void note(int delay) {
        if (measuring) {
            if (count == delays.length) {
                delays = Arrays.copyOf(delays, 2 * count);
            }
            delays[count++] = delay;
        }
    }

    private final class Viewer implements Crowd.Script {
        private final String playlist;
        private final Deque<Playlist.Part> wanted = new ArrayDeque<>();
        private Playlist.Part last = new Playlist.Part(-1, 0, "", 0);
        private Playlist.Part fetching = last;
        private boolean askedForPart;
        private String asked;

        Viewer(String rendition) {
            playlist = folder + rendition + ".m3u8";
            asked = playlist;
        }

        @Override
        public String first() {
            return asked;
        }

        @Override
        public boolean wantsBody() {
            return !askedForPart && !known.containsKey(asked);
        }

        @Override
        public String next(int status, byte[] body, int length) {
            if (askedForPart) {
                note((int) (System.currentTimeMillis() - fetching.end()));
            } else if (status == 200) {
                read(body, length);
            }
            Playlist.Part part = wanted.poll();
            askedForPart = part != null;
            if (part == null) {
                asked =
                        playlist
                                + ("?_HLS_msn=" + last.sequence())
                                + ("&_HLS_part=" + (last.number() + 1))
                                + "&_HLS_skip=YES";
                return asked;
            }
            fetching = part;
            return folder + part.uri();
        }

        private void read(byte[] body, int length) {
            Playlist answer = length == 0 ? known.get(asked) : Playlist.parse(body);
            boolean joins = last.sequence() < 0;
            if (length > 0 && !joins) {
                if (known.size() > 1_000) {
                    known.clear();
                }
                known.put(asked, answer);
            }
            if (joins) {
                last = answer.last();
                return;
            }
            for (Playlist.Part part : answer.parts()) {
                boolean isNew =
                        part.sequence() > last.sequence()
                                || part.sequence() == last.sequence()
                                        && part.number() > last.number();
                if (isNew) {
                    wanted.add(part);
                }
            }
            last = answer.last();
        }
    }
}
