package io.rostra.sfu.publish;

import io.rostra.webrtc.sdp.ExtensionUri;
import java.util.Map;

/// Ids of the header extensions on a publish connection, 0 where not agreed. One set for the whole
/// connection, since ids mean the same in all sections of a BUNDLE group (RFC 9143 section 9.2).
record ExtensionIds(int transportCc, int mid, int rid, int repairedRid) {

    static final ExtensionIds NONE = new ExtensionIds(0, 0, 0, 0);

    /// Fills what is unknown so far from the extensions of a section, ids by URI.
    ExtensionIds or(Map<String, Integer> section) {
        return new ExtensionIds(
                or(transportCc, section, ExtensionUri.TRANSPORT_CC),
                or(mid, section, ExtensionUri.MID),
                or(rid, section, ExtensionUri.RID),
                or(repairedRid, section, ExtensionUri.REPAIRED_RID));
    }

    /// What is known here, else what the earlier description said.
    ExtensionIds or(ExtensionIds earlier) {
        return new ExtensionIds(
                transportCc != 0 ? transportCc : earlier.transportCc,
                mid != 0 ? mid : earlier.mid,
                rid != 0 ? rid : earlier.rid,
                repairedRid != 0 ? repairedRid : earlier.repairedRid);
    }

    private static int or(int known, Map<String, Integer> section, String uri) {
        return known != 0 ? known : section.getOrDefault(uri, 0);
    }
}
