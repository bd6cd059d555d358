package io.rostra.sfu.subscribe;

/// What a subscriber gets of a video, when that is not or no longer less than it asked for.
///
/// @param current what is forwarded
/// @param expected what the subscriber asked for
/// @param publisherDegraded the publisher does not send what was asked for
/// @param subscriberDegraded the subscriber's connection does not carry what was asked for
public record LayerUpdate(
        String trackId,
        VideoLayer current,
        VideoLayer expected,
        boolean publisherDegraded,
        boolean subscriberDegraded) {

    /// Less than was asked for.
    public boolean degraded() {
        return publisherDegraded || subscriberDegraded;
    }
}
