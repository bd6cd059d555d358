package io.rostra.signalling.rpc;

/// A JSON value of an app's own, which nobody here looks into.
///
/// @param text valid JSON
public record JsonText(String text) {

    public static final JsonText NULL = new JsonText("null");
}
