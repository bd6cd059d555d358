package io.rostra.webrtc.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a session description (RFC 8866 section 5). Lenient about line ends and lines we do not
/// use, strict about what we do.
public final class SdpParser {

    /// Far above what a browser makes, far below what would hurt.
    public static final int MAX_LENGTH = 512 * 1024;

    public static final int MAX_SECTIONS = 256;
    private static final int MAX_LINES = 20_000;

    private final List<SdpAttribute> session = new ArrayList<>();
    private final List<MediaSection> sections = new ArrayList<>();
    private @Nullable MediaSection open;
    private List<SdpAttribute> attributes = session;
    private long version;

    private SdpParser() {}

    public static SessionDescription parse(String text) throws SdpException {
        if (text.length() > MAX_LENGTH) {
            throw new SdpException(
                    "session description of "
                            + text.length()
                            + " characters; at most "
                            + MAX_LENGTH);
        }
        return new SdpParser().read(text);
    }

    private SessionDescription read(String text) throws SdpException {
        int number = 0;
        boolean sawVersion = false;
        for (String line : text.lines().limit(MAX_LINES + 1L).toList()) {
            number++;
            if (number > MAX_LINES) {
                throw new SdpException("more than " + MAX_LINES + " lines");
            }
            if (line.isEmpty()) {
                continue;
            }
            if (line.length() < 2 || line.charAt(1) != '=') {
                throw new SdpException("line " + number + ": expected `x=value`");
            }
            String value = line.substring(2);
            switch (line.charAt(0)) {
                case 'v' -> sawVersion = true;
                case 'o' -> version = originVersion(value);
                case 'm' -> startSection(value, number);
                case 'a' -> attributes.add(attribute(value));
                default -> {}
            }
        }
        if (!sawVersion) {
            throw new SdpException("no v= line: this is not a session description");
        }
        closeSection();
        return new SessionDescription(version, session, sections);
    }

    private void startSection(String value, int number) throws SdpException {
        closeSection();
        if (sections.size() == MAX_SECTIONS) {
            throw new SdpException("more than " + MAX_SECTIONS + " media sections");
        }
        String[] parts = value.trim().split(" +");
        if (parts.length < 4) {
            throw new SdpException("line " + number + ": expected `m=kind port protocol formats`");
        }
        int port;
        try {
            port = Integer.parseInt(parts[1]);
        } catch (NumberFormatException _) {
            throw new SdpException("line " + number + ": the port is not a number");
        }
        attributes = new ArrayList<>();
        open =
                new MediaSection(
                        parts[0],
                        port,
                        parts[2],
                        Arrays.asList(parts).subList(3, parts.length),
                        List.of());
    }

    private void closeSection() {
        if (open != null) {
            sections.add(
                    new MediaSection(
                            open.kind(), open.port(), open.protocol(), open.formats(), attributes));
            open = null;
        }
    }

    private static SdpAttribute attribute(String value) {
        int colon = value.indexOf(':');
        return colon < 0
                ? new SdpAttribute(value.trim(), "")
                : new SdpAttribute(value.substring(0, colon), value.substring(colon + 1));
    }

    private static long originVersion(String value) {
        String[] parts = value.split(" ");
        try {
            return parts.length > 2 ? Long.parseUnsignedLong(parts[2]) : 0;
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
