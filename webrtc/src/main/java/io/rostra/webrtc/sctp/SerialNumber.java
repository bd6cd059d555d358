package io.rostra.webrtc.sctp;

/// Serial number arithmetic (RFC 1982) on TSNs (32 bits) and SSNs (16 bits), which both wrap
/// around.
final class SerialNumber {
    private SerialNumber() {}

    static boolean tsnBefore(int a, int b) {
        return a - b < 0;
    }

    static boolean tsnAtMost(int a, int b) {
        return a - b <= 0;
    }

    static boolean ssnBefore(int a, int b) {
        return (short) (a - b) < 0;
    }

    static boolean ssnAtMost(int a, int b) {
        return (short) (a - b) <= 0;
    }

    static int nextSsn(int ssn) {
        return (ssn + 1) & 0xFFFF;
    }
}
