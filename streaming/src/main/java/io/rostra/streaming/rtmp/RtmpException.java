package io.rostra.streaming.rtmp;

/// What came is not RTMP, or more than a client may send. Ends the connection.
public final class RtmpException extends Exception {

    private static final long serialVersionUID = 1L;

    public RtmpException(String sentence) {
        super(sentence);
    }
}
