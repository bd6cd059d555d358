package io.rostra.signalling.poll;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Who answered.
public record Voter(String peerId, String userId, String userName) {

    /// What two answers of one voter have in common.
    String key(PollInfo.Mode mode) {
        return switch (mode) {
            case USERID -> userId;
            case PEERID -> peerId;
            case USERNAME -> userName;
        };
    }

    /// Tells voters apart without naming them; of use within one poll only.
    ///
    /// @return 64 hex digits
    public static String hash(String pollId, String key) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(
                                            (pollId + '\n' + key)
                                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
