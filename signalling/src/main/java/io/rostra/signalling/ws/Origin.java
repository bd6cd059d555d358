package io.rostra.signalling.ws;

/// Scheme, host and port by which a client reaches this server.
///
/// @param authority host, and port where it is not the scheme's default
record Origin(boolean secure, String authority) {

    String httpUrl() {
        return (secure ? "https://" : "http://") + authority;
    }

    String webSocketUrl() {
        return (secure ? "wss://" : "ws://") + authority;
    }
}
