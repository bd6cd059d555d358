package io.rostra.sfu.subscribe;

/// Which encoding of a video a subscriber wants, or gets; without simulcast every layer but NONE is
/// the same.
public enum VideoLayer {
    NONE,
    LOW,
    MEDIUM,
    HIGH;

    /// 0 for nothing, else as [io.rostra.sfu.publish.Encoding#rank()].
    int rank() {
        return ordinal();
    }

    static VideoLayer of(int rank) {
        return values()[rank];
    }
}
