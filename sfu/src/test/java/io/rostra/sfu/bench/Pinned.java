package io.rostra.sfu.bench;

import java.util.ArrayList;
import java.util.List;

/// Servers run on a processor of their own, as `run.sh` says, so that the clients take no time from
/// them.
final class Pinned {

    private static final String PIN = System.getProperty("rostra.bench.pin", "");

    private Pinned() {}

    static List<String> toServerCore(List<String> command) {
        var pinned = new ArrayList<String>();
        if (!PIN.isEmpty()) {
            pinned.addAll(List.of(PIN.split(" ")));
        }
        pinned.addAll(command);
        return pinned;
    }
}
