package io.rostra.sfu.publish;

public enum MediaKind {
    AUDIO,
    VIDEO
}
