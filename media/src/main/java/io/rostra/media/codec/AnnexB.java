package io.rostra.media.codec;

import java.util.ArrayList;
import java.util.List;

/// The byte stream format of H.264 (ITU-T H.264 annex B): NAL units behind start codes `00 00 01`.
public final class AnnexB {
    private AnnexB() {}

    /// Takes one access unit apart and feeds it to a depacketizer as single NAL units.
    ///
    /// @param timestamp handed through to the access unit
    public static void push(
            byte[] stream, int timestamp, H264Depacketizer target, Depacketizer.Output output) {
        List<int[]> units = split(stream);
        for (int i = 0; i < units.size(); i++) {
            int[] unit = units.get(i);
            boolean last = i == units.size() - 1;
            target.push(stream, unit[0], unit[1] - unit[0], timestamp, last, output);
        }
    }

    /// Start and end of each NAL unit, trailing zeros left out.
    static List<int[]> split(byte[] stream) {
        var units = new ArrayList<int[]>();
        int start = afterStartCode(stream, 0);
        while (start < stream.length) {
            int next = afterStartCode(stream, start);
            int end = next < stream.length || endsInStartCode(stream) ? next - 3 : stream.length;
            while (end > start && stream[end - 1] == 0) {
                end--;
            }
            if (end > start) {
                units.add(new int[] {start, end});
            }
            start = next;
        }
        return units;
    }

    private static boolean endsInStartCode(byte[] stream) {
        int n = stream.length;
        return n >= 3 && stream[n - 1] == 1 && stream[n - 2] == 0 && stream[n - 3] == 0;
    }

    /// Index behind the next start code at or after `from`, or the end.
    private static int afterStartCode(byte[] stream, int from) {
        for (int i = from; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                return i + 3;
            }
        }
        return stream.length;
    }
}
