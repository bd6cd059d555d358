package io.rostra.webrtc.ice;

import io.rostra.webrtc.stun.StunMessage;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// User name fragment and password of one side (RFC 8445 section 5.3).
public record IceCredentials(String ufrag, String password) {

    /// `ice-char` without `+` and `/` (RFC 8839 section 5.4).
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// 12 characters, since all sessions of a process share one port and are told apart by it.
    private static final int UFRAG_LENGTH = 12;

    private static final int PASSWORD_LENGTH = 24;

    public static IceCredentials random(SecureRandom random) {
        return new IceCredentials(text(random, UFRAG_LENGTH), text(random, PASSWORD_LENGTH));
    }

    /// The fragment of the receiver of a request: what stands before the colon in USERNAME (RFC
    /// 8445 section 7.2.2). Null for a response or a request without user name.
    public static @Nullable String receiverUfrag(StunMessage message) {
        String username = message.username();
        if (username == null) {
            return null;
        }
        int colon = username.indexOf(':');
        return colon < 0 ? username : username.substring(0, colon);
    }

    private static String text(SecureRandom random, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "IceCredentials[ufrag=" + ufrag + "]";
    }
}
