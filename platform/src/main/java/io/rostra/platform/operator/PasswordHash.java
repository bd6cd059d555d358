package io.rostra.platform.operator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// A password as it is stored: hashed with Argon2id (RFC 9106), written with its parameters as
///
/// ```
/// $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>     salt and hash in Base64 without padding
/// ```
///
/// so that a hash of other parameters can still be checked after ours have changed.
public final class PasswordHash {

    /// The least that OWASP's Password Storage Cheat Sheet asks for, about 50 ms here.
    private static final Cost COST = new Cost(19_456, 2, 1);

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
                            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");
    private static final SecureRandom RANDOM = new SecureRandom();

    private PasswordHash() {}

    /// @param kibibytes of memory
    /// @param passes over it
    private record Cost(int kibibytes, int passes, int lanes) {}

    public static String of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        COST.kibibytes(),
                        COST.passes(),
                        COST.lanes(),
                        base64.encodeToString(salt),
                        base64.encodeToString(argon2id(password, salt, COST, HASH_BYTES)));
    }

    /// @throws IllegalStateException when what is stored is no such hash
    public static boolean matches(String password, String stored) {
        Matcher parts = FORM.matcher(stored);
        if (!parts.matches()) {
            throw new IllegalStateException("the stored password is of an unknown form");
        }
        var cost =
                new Cost(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)));
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        return MessageDigest.isEqual(expected, argon2id(password, salt, cost, expected.length));
    }

    private static byte[] argon2id(String password, byte[] salt, Cost cost, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(cost.kibibytes())
                        .withIterations(cost.passes())
                        .withParallelism(cost.lanes())
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[length];
        generator.generateBytes(bytes(password), hash);
        return hash;
    }

    /// Keyboards differ in how they compose a character; the password is the same.
    private static byte[] bytes(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }
}
