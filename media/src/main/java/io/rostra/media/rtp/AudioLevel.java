package io.rostra.media.rtp;

/// The client-to-mixer audio level extension (RFC 6464): `V (1 bit, voice) | level (7 bits, -dBov:
/// 0 loudest, 127 silence)`.
public final class AudioLevel {
    /// What [#level] answers when the packet has no level.
    public static final int ABSENT = -1;

    /// The quietest level.
    public static final int SILENCE = 127;

    private AudioLevel() {}

    /// The level in -dBov, 0 (loudest) to 127 (silence), or [#ABSENT]. `extensionId` is the id
    /// agreed in SDP.
    public static int level(RtpPacket packet, int extensionId) {
        int at = packet.extensionOffset(extensionId);
        return at < 0 || packet.extensionLength(extensionId) < 1
                ? ABSENT
                : packet.buffer()[at] & 0x7F;
    }

    /// Whether the sender believes that this packet holds voice; false when the packet has no
    /// level.
    public static boolean hasVoice(RtpPacket packet, int extensionId) {
        int at = packet.extensionOffset(extensionId);
        return at >= 0 && packet.extensionLength(extensionId) >= 1 && packet.buffer()[at] < 0;
    }
}
