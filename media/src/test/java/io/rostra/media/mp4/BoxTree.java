package io.rostra.media.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Boxes read back.
///
/// @param content without the header
record BoxTree(String type, byte[] content, List<BoxTree> children) {

    private static final Set<String> CONTAINERS =
            Set.of("moov", "trak", "mdia", "minf", "stbl", "dinf", "mvex", "moof", "traf");

    static List<BoxTree> parse(byte[] bytes) {
        List<BoxTree> boxes = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            int size = buffer.getInt();
            byte[] type = new byte[4];
            buffer.get(type);
            byte[] content = new byte[size - 8];
            buffer.get(content);
            String name = new String(type, StandardCharsets.US_ASCII);
            boxes.add(
                    new BoxTree(
                            name, content, CONTAINERS.contains(name) ? parse(content) : List.of()));
        }
        return boxes;
    }

    /// The first box along a path such as `moov/trak/tkhd`.
    static BoxTree find(List<BoxTree> boxes, String path) {
        String[] steps = path.split("/", 2);
        BoxTree box =
                boxes.stream()
                        .filter(candidate -> candidate.type().equals(steps[0]))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no " + steps[0] + " in " + boxes));
        return steps.length == 1 ? box : find(box.children(), steps[1]);
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(content);
    }
}
