package io.rostra.media.rtcp;

/// NTP timestamps (RFC 3550 section 4): seconds since 1900 in the upper 32 bits, fractions of a
/// second in the lower 32. The compact form is the middle 32 bits, in units of 1/65536 s.
public final class NtpTime {
    /// From 1900 to 1970.
    private static final long UNIX_EPOCH_SECONDS = 2_208_988_800L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private NtpTime() {}

    /// The NTP timestamp of a moment in nanoseconds since 1970.
    public static long ofUnixNanos(long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND) + UNIX_EPOCH_SECONDS;
        long fraction = (Math.floorMod(nanos, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
        return seconds << 32 | fraction;
    }

    /// The NTP timestamp of a moment in milliseconds since 1970.
    public static long ofUnixMillis(long millis) {
        return ofUnixNanos(millis * 1_000_000);
    }

    /// Nanoseconds since 1970. Timestamps with a clear first bit are taken to be from after the
    /// wrap of 2036 (RFC 4330 section 3).
    public static long toUnixNanos(long ntpTime) {
        long seconds = ntpTime >>> 32;
        long era = ntpTime < 0 ? 0 : 1L << 32;
        long fraction = ntpTime & 0xFFFF_FFFFL;
        long nanos = fraction * NANOS_PER_SECOND + (1L << 31) >>> 32;
        return (seconds + era - UNIX_EPOCH_SECONDS) * NANOS_PER_SECOND + nanos;
    }

    /// The middle 32 bits, as LSR in report blocks.
    public static int compact(long ntpTime) {
        return (int) (ntpTime >>> 16);
    }

    /// A duration in 1/65536 s, as DLSR in report blocks, in nanoseconds.
    public static long compactToNanos(int compact) {
        return (compact & 0xFFFF_FFFFL) * NANOS_PER_SECOND >>> 16;
    }

    /// Nanoseconds as 1/65536 s, for DLSR. Durations below 18 hours fit.
    public static int nanosToCompact(long nanos) {
        return (int)
                (nanos / NANOS_PER_SECOND << 16
                        | (nanos % NANOS_PER_SECOND << 16) / NANOS_PER_SECOND);
    }

    /// The round-trip time in nanoseconds that a report block tells (RFC 3550 section 6.4.1), -1 if
    /// the reporter had no sender report yet. `arrival` is when the block came, as an NTP timestamp
    /// of the clock that made the sender report. Never negative otherwise: clocks that step give 0.
    public static long roundTripNanos(long arrival, ReportBlock block) {
        if (block.lastSenderReport() == 0) {
            return -1;
        }
        int elapsed =
                compact(arrival) - block.lastSenderReport() - block.delaySinceLastSenderReport();
        return elapsed <= 0 ? 0 : compactToNanos(elapsed);
    }
}
