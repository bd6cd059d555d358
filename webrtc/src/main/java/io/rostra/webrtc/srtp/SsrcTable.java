package io.rostra.webrtc.srtp;

import org.jspecify.annotations.Nullable;

/// The replay windows of a context by SSRC: a small open-addressing map without boxing. Entries are
/// never removed, because a forgotten SSRC would start again at index 0 and so reuse nonces.
/// Confined to one thread.
final class SsrcTable {
    /// More than any honest transport needs; bounds what a peer can make us remember.
    static final int MAX_SSRCS = 1024;

    private static final int INITIAL_SLOTS = 16;

    private int[] ssrcs = new int[INITIAL_SLOTS];
    private @Nullable ReplayWindow[] windows = new ReplayWindow[INITIAL_SLOTS];
    private int size;

    @Nullable ReplayWindow find(int ssrc) {
        return windows[slot(ssrc)];
    }

    boolean isFull() {
        return size == MAX_SSRCS;
    }

    /// Adds an SSRC that [#find] does not know; the table is not full.
    ReplayWindow add(int ssrc) {
        if (size * 2 == ssrcs.length) {
            grow();
        }
        ReplayWindow window = new ReplayWindow();
        put(ssrc, window);
        size++;
        return window;
    }

    private void put(int ssrc, ReplayWindow window) {
        int slot = slot(ssrc);
        ssrcs[slot] = ssrc;
        windows[slot] = window;
    }

    private void grow() {
        int[] oldSsrcs = ssrcs;
        @Nullable ReplayWindow[] oldWindows = windows;
        ssrcs = new int[oldSsrcs.length * 2];
        windows = new ReplayWindow[oldSsrcs.length * 2];
        for (int i = 0; i < oldSsrcs.length; i++) {
            ReplayWindow window = oldWindows[i];
            if (window != null) {
                put(oldSsrcs[i], window);
            }
        }
    }

    /// Where `ssrc` is, or where it would go; the table is at most half full.
    private int slot(int ssrc) {
        int mask = ssrcs.length - 1;
        int slot = (ssrc * 0x9E3779B9) >>> 16 & mask;
        while (windows[slot] != null && ssrcs[slot] != ssrc) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
