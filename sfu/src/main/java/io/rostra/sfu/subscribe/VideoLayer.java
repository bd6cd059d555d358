package io.rostra.sfu.subscribe;

/// Which encoding of a video a subscriber wants; without simulcast every layer but NONE is the
/// same.
public enum VideoLayer {
    NONE,
    LOW,
    MEDIUM,
    HIGH
}
