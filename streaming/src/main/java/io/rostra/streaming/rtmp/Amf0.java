package io.rostra.streaming.rtmp;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Action Message Format 0, the language of RTMP commands: numbers, flags, texts, objects and
/// nothing. An object is a [Map], nothing is null.
///
/// ```text
/// 0 number: double | 1 flag: byte | 2 text: length 2, UTF-8 | 3 object: (length 2, name, value)*, 0 0 9
/// 5 null | 6 undefined | 8 map: count 4, as an object | 10 list: count 4, values | 11 date: double, 2
/// 12 long text: length 4, UTF-8
/// ```
final class Amf0 {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_VALUES = 256;
    private static final int END = 9;

    private Amf0() {}

    /// All values of a command.
    static List<@Nullable Object> read(byte[] bytes, int offset) throws RtmpException {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
        var values = new ArrayList<@Nullable Object>();
        var reader = new Reader(in);
        try {
            while (in.hasRemaining()) {
                values.add(reader.value(0));
            }
        } catch (BufferUnderflowException _) {
            throw new RtmpException("An RTMP command is cut short.");
        }
        return values;
    }

    private static final class Reader {
        private final ByteBuffer in;
        private int count;

        Reader(ByteBuffer in) {
            this.in = in;
        }

        @Nullable Object value(int depth) throws RtmpException {
            if (++count > MAX_VALUES || depth > MAX_DEPTH) {
                throw new RtmpException("An RTMP command holds too much.");
            }
            int type = in.get();
            return switch (type) {
                case 0 -> in.getDouble();
                case 1 -> in.get() != 0;
                case 2 -> text(in.getShort() & 0xFFFF);
                case 3 -> members(depth);
                case 5, 6 -> null;
                case 8 -> {
                    in.getInt();
                    yield members(depth);
                }
                case 10 -> list(depth);
                case 11 -> {
                    double millis = in.getDouble();
                    in.getShort();
                    yield millis;
                }
                case 12 -> text(in.getInt());
                default -> throw new RtmpException("An RTMP command holds an unknown type.");
            };
        }

        private String text(int length) throws RtmpException {
            if (length < 0 || length > in.remaining()) {
                throw new RtmpException("An RTMP command is cut short.");
            }
            byte[] bytes = new byte[length];
            in.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private Map<String, @Nullable Object> members(int depth) throws RtmpException {
            var members = new LinkedHashMap<String, @Nullable Object>();
            while (true) {
                String name = text(in.getShort() & 0xFFFF);
                if (name.isEmpty() && in.get(in.position()) == END) {
                    in.get();
                    return members;
                }
                members.put(name, value(depth + 1));
            }
        }

        private List<@Nullable Object> list(int depth) throws RtmpException {
            int length = in.getInt();
            var values = new ArrayList<@Nullable Object>();
            for (int i = 0; i < length; i++) {
                values.add(value(depth + 1)); // ends by itself where the input does
            }
            return values;
        }
    }

    /// @param values numbers, flags, texts, maps of these, or null
    static byte[] write(@Nullable Object... values) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (Object value : values) {
                write(value, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from memory
        }
        return bytes.toByteArray();
    }

    private static void write(@Nullable Object value, DataOutputStream out) throws IOException {
        switch (value) {
            case null -> out.writeByte(5);
            case Number number -> {
                out.writeByte(0);
                out.writeDouble(number.doubleValue());
            }
            case Boolean flag -> {
                out.writeByte(1);
                out.writeBoolean(flag);
            }
            case String text -> {
                out.writeByte(2);
                out.writeUTF(text);
            }
            case Map<?, ?> members -> {
                out.writeByte(3);
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    out.writeUTF(String.valueOf(member.getKey()));
                    write(member.getValue(), out);
                }
                out.writeShort(0);
                out.writeByte(END);
            }
            default -> throw new IllegalArgumentException("No AMF for " + value.getClass());
        }
    }
}
