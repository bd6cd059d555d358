package io.rostra.webrtc.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One `m=` section. Immutable; attributes of the session level that apply to it are found through
/// [SessionDescription].
///
/// @param kind `audio`, `video` or `application`
/// @param formats payload types, or `webrtc-datachannel`
public record MediaSection(
        String kind,
        int port,
        String protocol,
        List<String> formats,
        List<SdpAttribute> attributes) {

    public MediaSection {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    public Optional<String> attribute(String name) {
        for (SdpAttribute attribute : attributes) {
            if (attribute.name().equals(name)) {
                return Optional.of(attribute.value());
            }
        }
        return Optional.empty();
    }

    public List<String> attributes(String name) {
        var values = new ArrayList<String>();
        for (SdpAttribute attribute : attributes) {
            if (attribute.name().equals(name)) {
                values.add(attribute.value());
            }
        }
        return values;
    }

    public boolean has(String name) {
        return attribute(name).isPresent();
    }

    public Optional<String> mid() {
        return attribute("mid");
    }

    public boolean isData() {
        return kind.equals("application");
    }

    /// Bytes that the sender of the description takes in one data channel message (RFC 8841 section
    /// 6); 0 there means no limit.
    public OptionalInt maxMessageSize() {
        try {
            int bytes = Integer.parseInt(attribute("max-message-size").orElse("-1"));
            return bytes < 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(bytes == 0 ? Integer.MAX_VALUE : bytes);
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    public boolean rejected() {
        return port == 0 && !has("bundle-only");
    }

    public Direction direction() {
        for (Direction direction : Direction.values()) {
            if (has(direction.attributeName())) {
                return direction;
            }
        }
        return Direction.SENDRECV;
    }

    /// The payload types in order of preference. Formats without a usable `a=rtpmap` are left out.
    public List<RtpMap> rtpMaps() {
        Map<String, String> mappings = byFormat("rtpmap");
        Map<String, String> parameters = byFormat("fmtp");
        Map<String, List<String>> feedback = new LinkedHashMap<>();
        for (String value : attributes("rtcp-fb")) {
            String[] parts = value.split(" ", 2);
            if (parts.length == 2) {
                feedback.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1].trim());
            }
        }
        var result = new ArrayList<RtpMap>();
        for (String format : formats) {
            String mapping = mappings.get(format);
            if (mapping == null) {
                continue;
            }
            String[] parts = mapping.trim().split("/");
            try {
                int payloadType = Integer.parseInt(format);
                if (parts.length >= 2 && payloadType >= 0 && payloadType < 128) {
                    var all = new ArrayList<>(feedback.getOrDefault(format, List.of()));
                    all.addAll(feedback.getOrDefault("*", List.of()));
                    result.add(
                            new RtpMap(
                                    payloadType,
                                    parts[0],
                                    Integer.parseInt(parts[1]),
                                    parts.length > 2 ? Integer.parseInt(parts[2]) : 1,
                                    parseParameters(parameters.getOrDefault(format, "")),
                                    all));
                }
            } catch (NumberFormatException _) {
                // A payload type we cannot read is one we do not choose.
            }
        }
        return result;
    }

    /// Header extension ids by URI (RFC 8285 section 5).
    public Map<String, Integer> extensions() {
        var result = new LinkedHashMap<String, Integer>();
        for (String value : attributes("extmap")) {
            String[] parts = value.trim().split(" +");
            if (parts.length < 2) {
                continue;
            }
            int slash = parts[0].indexOf('/');
            String number = slash < 0 ? parts[0] : parts[0].substring(0, slash);
            try {
                int id = Integer.parseInt(number);
                if (id > 0 && id < 256) {
                    result.putIfAbsent(parts[1], id);
                }
            } catch (NumberFormatException _) {
                // An extension we cannot read is one we do not use.
            }
        }
        return result;
    }

    /// Synchronisation sources named by `a=ssrc` (RFC 5576), in order, without repetition.
    public List<Integer> ssrcs() {
        var result = new LinkedHashSet<Integer>();
        for (String value : attributes("ssrc")) {
            parseSsrc(value.split(" ", 2)[0]).ifPresent(result::add);
        }
        return List.copyOf(result);
    }

    /// Pairs of media and retransmission source (`a=ssrc-group:FID`, RFC 5576 section 4.2).
    public Map<Integer, Integer> retransmissionSsrcs() {
        var result = new LinkedHashMap<Integer, Integer>();
        for (String value : attributes("ssrc-group")) {
            String[] parts = value.trim().split(" +");
            if (parts.length == 3 && parts[0].equals("FID")) {
                Optional<Integer> media = parseSsrc(parts[1]);
                Optional<Integer> rtx = parseSsrc(parts[2]);
                if (media.isPresent() && rtx.isPresent()) {
                    result.put(media.get(), rtx.get());
                }
            }
        }
        return result;
    }

    private Map<String, String> byFormat(String name) {
        var result = new LinkedHashMap<String, String>();
        for (String value : attributes(name)) {
            String[] parts = value.split(" ", 2);
            if (parts.length == 2) {
                result.putIfAbsent(parts[0], parts[1]);
            }
        }
        return result;
    }

    private static Map<String, String> parseParameters(String text) {
        var result = new LinkedHashMap<String, String>();
        for (String part : text.split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                result.put(
                        part.substring(0, equals).trim().toLowerCase(Locale.ROOT),
                        part.substring(equals + 1).trim());
            }
        }
        return result;
    }

    private static Optional<Integer> parseSsrc(String text) {
        try {
            return Optional.of(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
