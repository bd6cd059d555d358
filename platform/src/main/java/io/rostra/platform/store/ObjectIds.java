package io.rostra.platform.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Makes the ids of stored things: 24 lower-case hex digits that sort by creation time.
/// Thread-safe.
///
/// ```
///  4 bytes               5 bytes                3 bytes
/// +---------------------+----------------------+---------------+
/// | seconds since 1970  | random, per process  | counter       |
/// +---------------------+----------------------+---------------+
/// ```
public final class ObjectIds {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{24}");

    private final InstantSource clock;
    private final byte[] process = new byte[5];
    private final AtomicInteger counter;

    public ObjectIds(InstantSource clock) {
        SecureRandom random = new SecureRandom();
        random.nextBytes(process);
        this.clock = clock;
        this.counter = new AtomicInteger(random.nextInt(1 << 22));
    }

    public static boolean isValid(String id) {
        return FORM.matcher(id).matches();
    }

    /// The least id that was made at this time.
    static String leastAt(Instant instant) {
        long seconds = Math.clamp(instant.getEpochSecond(), 0L, 0xFFFF_FFFFL);
        return HexFormat.of().toHexDigits(seconds, 8) + "0".repeat(16);
    }

    public String next() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(clock.instant().getEpochSecond(), 8)
                + hex.formatHex(process)
                + hex.toHexDigits(counter.getAndIncrement(), 6);
    }
}
