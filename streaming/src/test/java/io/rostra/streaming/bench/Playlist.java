package io.rostra.streaming.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// The parts that a low-latency media playlist lists, oldest first.
record Playlist(List<Part> parts) {

    /// @param end of its media on the wall clock, in milliseconds: when it can be there at best
    record Part(long sequence, int number, String uri, long end) {}

    private static final Pattern PART = Pattern.compile("DURATION=([0-9.]+),URI=\"([^\"]+)\"");

    /// @param body as it came, compressed or not
    static Playlist parse(byte[] body) {
        var parts = new ArrayList<Part>();
        long sequence = 0;
        int number = 0;
        double at = 0;
        for (String line : text(body).split("\n")) {
            if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
                sequence = Long.parseLong(value(line));
            } else if (line.startsWith("#EXT-X-SKIP:SKIPPED-SEGMENTS=")) {
                sequence += Long.parseLong(line.substring(line.indexOf('=') + 1));
            } else if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
                at = Instant.parse(value(line)).toEpochMilli();
                number = 0;
            } else if (line.startsWith("#EXT-X-PART:")) {
                Matcher matcher = PART.matcher(line);
                if (matcher.find()) {
                    at += 1_000 * Double.parseDouble(matcher.group(1));
                    parts.add(new Part(sequence, number++, matcher.group(2), Math.round(at)));
                }
            } else if (!line.startsWith("#")) {
                sequence++;
            }
        }
        return new Playlist(parts);
    }

    Part last() {
        return parts.getLast();
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1);
    }

    private static String text(byte[] body) {
        if (body.length < 2 || body[0] != 0x1F) {
            return new String(body, StandardCharsets.US_ASCII);
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(gzip.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
