package io.rostra.signalling.rpc;

/// The id of a request, which its reply repeats. SDKs send UUIDs as text; JSON-RPC allows integers.
///
/// @param text the id, in decimal digits when it was a number
public record RequestId(String text, boolean number) {
    /// Longer ids are refused.
    public static final int MAX_LENGTH = 128;

    public static RequestId of(String text) {
        return new RequestId(text, false);
    }
}
