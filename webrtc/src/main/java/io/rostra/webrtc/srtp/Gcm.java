package io.rostra.webrtc.srtp;

/// AES-GCM with one key, for a packet at a time: [#begin], [#authenticate] as often as wanted, then
/// [#seal] or [#open]. Confined to one thread.
sealed interface Gcm permits JceGcm, LibcryptoGcm {

    int TAG_LENGTH = 16;

    /// The system's libcrypto where there is one, since it allocates nothing, else the JDK's own.
    ///
    /// @param key 16 or 32 bytes
    static Gcm of(byte[] key) {
        return Libcrypto.present() ? new LibcryptoGcm(key) : new JceGcm(key);
    }

    /// @param iv 12 bytes; never the same twice when sealing
    void begin(boolean sealing, byte[] iv);

    /// Adds bytes that stay readable and must arrive as they are.
    void authenticate(byte[] buffer, int offset, int length);

    /// Encrypts in place and appends the tag. Returns the new length.
    int seal(byte[] buffer, int offset, int length);

    /// Decrypts in place what ends with a tag. Returns the plain length, or -1, with the buffer
    /// unchanged, if the tag is wrong.
    int open(byte[] buffer, int offset, int length);
}
