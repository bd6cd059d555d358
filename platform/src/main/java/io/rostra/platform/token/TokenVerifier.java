package io.rostra.platform.token;

/// Verifies tokens against the key pairs of the workspaces. Thread-safe and non-blocking (keys are
/// held in memory), so it may be called from an event loop before anything is allocated.
public interface TokenVerifier {

    /// @throws TokenException when malformed, of an unknown key, wrongly signed, of the wrong type,
    ///   not yet valid or expired
    AppToken verifyApp(String token) throws TokenException;

    /// Like [#verifyApp] but accepts an expired token: for a peer that comes back with the
    /// byte-identical token it first connected with.
    AppToken verifyAppForReconnect(String token) throws TokenException;
}
