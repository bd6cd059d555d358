package io.rostra.media.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Network byte order reads and writes on a `byte[]`, without a `ByteBuffer`. Indexes are absolute;
/// the caller has checked the bounds.
public final class BigEndian {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    /// The unsigned byte at `index`, 0..255.
    public static int u8(byte[] buffer, int index) {
        return buffer[index] & 0xFF;
    }

    /// The unsigned 16-bit value at `index`, 0..65535.
    public static int u16(byte[] buffer, int index) {
        return (short) SHORT.get(buffer, index) & 0xFFFF;
    }

    /// The unsigned 24-bit value at `index`.
    public static int u24(byte[] buffer, int index) {
        return u16(buffer, index) << 8 | u8(buffer, index + 2);
    }

    /// The 32 raw bits at `index`.
    public static int i32(byte[] buffer, int index) {
        return (int) INT.get(buffer, index);
    }

    /// The unsigned 32-bit value at `index`.
    public static long u32(byte[] buffer, int index) {
        return i32(buffer, index) & 0xFFFF_FFFFL;
    }

    /// The 64 raw bits at `index`.
    public static long i64(byte[] buffer, int index) {
        return (long) LONG.get(buffer, index);
    }

    /// Writes the low 16 bits of `value`.
    public static void put16(byte[] buffer, int index, int value) {
        SHORT.set(buffer, index, (short) value);
    }

    /// Writes the low 24 bits of `value`.
    public static void put24(byte[] buffer, int index, int value) {
        put16(buffer, index, value >>> 8);
        buffer[index + 2] = (byte) value;
    }

    /// Writes 32 bits.
    public static void put32(byte[] buffer, int index, int value) {
        INT.set(buffer, index, value);
    }

    /// Writes 64 bits.
    public static void put64(byte[] buffer, int index, long value) {
        LONG.set(buffer, index, value);
    }
}
