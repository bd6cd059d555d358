package io.rostra.media.mp4;

/// A box of a file is not what we write: the file was cut off or damaged there.
public final class MalformedBoxException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedBoxException(String message) {
        super(message);
    }
}
