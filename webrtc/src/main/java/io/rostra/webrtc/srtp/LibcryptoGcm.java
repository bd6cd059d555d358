package io.rostra.webrtc.srtp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// GCM by the system's libcrypto, without garbage. Packets go through memory of its own: a copy
/// costs less than a view of a part of an array, which would be an object.
final class LibcryptoGcm implements Gcm {

    /// Longest packet at first; longer ones make it grow.
    private static final int INITIAL_ROOM = 2048;

    private final byte[] key;
    private final MemorySegment iv = Arena.ofAuto().allocate(12);
    private final MemorySegment count = Arena.ofAuto().allocate(JAVA_INT);
    private final MemorySegment tag = Arena.ofAuto().allocate(TAG_LENGTH);
    private MemorySegment room = Arena.ofAuto().allocate(INITIAL_ROOM);
    private @Nullable MemorySegment sealing;
    private @Nullable MemorySegment opening;
    private MemorySegment context = MemorySegment.NULL;

    /// @param key 16 or 32 bytes
    LibcryptoGcm(byte[] key) {
        this.key = key.clone();
    }

    @Override
    public void begin(boolean seals, byte[] nonce) {
        MemorySegment chosen = seals ? sealing : opening;
        if (chosen == null) {
            chosen = Libcrypto.context(key, seals);
            sealing = seals ? chosen : sealing;
            opening = seals ? opening : chosen;
        }
        context = chosen;
        MemorySegment.copy(nonce, 0, iv, JAVA_BYTE, 0, nonce.length);
        Libcrypto.begin(context, iv, seals);
    }

    @Override
    public void authenticate(byte[] buffer, int offset, int length) {
        copyIn(buffer, offset, length);
        Libcrypto.update(context, MemorySegment.NULL, count, room, length);
    }

    @Override
    public int seal(byte[] buffer, int offset, int length) {
        copyIn(buffer, offset, length);
        Libcrypto.update(context, room, count, room, length);
        Libcrypto.end(context, tag, count);
        Libcrypto.getTag(context, tag);
        MemorySegment.copy(room, JAVA_BYTE, 0, buffer, offset, length);
        MemorySegment.copy(tag, JAVA_BYTE, 0, buffer, offset + length, TAG_LENGTH);
        return length + TAG_LENGTH;
    }

    @Override
    public int open(byte[] buffer, int offset, int length) {
        int plain = length - TAG_LENGTH;
        copyIn(buffer, offset, plain);
        Libcrypto.update(context, room, count, room, plain);
        MemorySegment.copy(buffer, offset + plain, tag, JAVA_BYTE, 0, TAG_LENGTH);
        Libcrypto.setTag(context, tag);
        if (!Libcrypto.end(context, tag, count)) {
            return -1;
        }
        MemorySegment.copy(room, JAVA_BYTE, 0, buffer, offset, plain);
        return plain;
    }

    private void copyIn(byte[] buffer, int offset, int length) {
        if (room.byteSize() < length) {
            room = Arena.ofAuto().allocate(length);
        }
        MemorySegment.copy(buffer, offset, room, JAVA_BYTE, 0, length);
    }
}
