package io.rostra.webrtc.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The simulcast streams that a section offers to send.
///
/// ```
/// a=rid:f send                    RFC 8851: a restriction id with a direction, perhaps restricted
/// a=rid:h send pt=96,97           to payload types
/// a=simulcast:send f,g;~h;q       RFC 8853: streams in order of preference, each with alternatives,
///                                 "~" for one that begins paused; "recv" may follow
/// ```
public final class Simulcast {

    /// Fits the one-byte form of a header extension.
    private static final int MAX_RID_LENGTH = 16;

    private Simulcast() {}

    /// The ids of the streams, first alternatives only, in the offered order; empty when the
    /// section offers none.
    ///
    /// @param payloadType what is going to be sent; streams that exclude it are left out
    public static List<String> offeredRids(MediaSection section, int payloadType) {
        Map<String, String> restrictions = restrictions(section);
        var rids = new ArrayList<String>();
        for (String stream : sendList(section.attribute("simulcast").orElse(""))) {
            for (String alternative : stream.split(",")) {
                String rid = alternative.startsWith("~") ? alternative.substring(1) : alternative;
                String restriction = restrictions.get(rid);
                if (restriction != null
                        && allows(restriction, payloadType)
                        && !rids.contains(rid)) {
                    rids.add(rid);
                    break;
                }
            }
        }
        return rids;
    }

    /// Lines of an answer that takes these streams.
    public static List<SdpAttribute> receiving(List<String> rids) {
        var attributes = new ArrayList<SdpAttribute>();
        for (String rid : rids) {
            attributes.add(SdpAttribute.of("rid", rid + " recv"));
        }
        attributes.add(SdpAttribute.of("simulcast", "recv " + String.join(";", rids)));
        return attributes;
    }

    private static Map<String, String> restrictions(MediaSection section) {
        var result = new LinkedHashMap<String, String>();
        for (String value : section.attributes("rid")) {
            String[] parts = value.trim().split(" +", 3);
            if (parts.length >= 2 && parts[1].equals("send") && isRid(parts[0])) {
                result.putIfAbsent(parts[0], parts.length == 3 ? parts[2] : "");
            }
        }
        return result;
    }

    private static String[] sendList(String value) {
        String[] parts = value.trim().split(" +");
        for (int i = 0; i + 1 < parts.length; i += 2) {
            if (parts[i].equals("send")) {
                return parts[i + 1].split(";");
            }
        }
        return new String[0];
    }

    private static boolean allows(String restriction, int payloadType) {
        for (String parameter : restriction.split(";")) {
            if (parameter.trim().startsWith("pt=")) {
                List<String> allowed = List.of(parameter.trim().substring(3).split(","));
                return allowed.contains(String.valueOf(payloadType));
            }
        }
        return true;
    }

    /// RFC 8851 section 10 allows "-" and "_", RFC 8852 section 3.1 does not; no harm in either.
    private static boolean isRid(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_RID_LENGTH
                && text.chars()
                        .allMatch(c ->
                                c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    }
}
