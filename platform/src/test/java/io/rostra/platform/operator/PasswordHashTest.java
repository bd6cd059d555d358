package io.rostra.platform.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    @Test
    void isSaltedAndSaysHowItWasMade() {
        String hash = PasswordHash.of("correct horse");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
        assertThat(PasswordHash.of("correct horse")).isNotEqualTo(hash);
        assertThat(PasswordHash.matches("correct horse", hash)).isTrue();
        assertThat(PasswordHash.matches("correct horse ", hash)).isFalse();
        assertThat(PasswordHash.matches("", hash)).isFalse();
    }

    /// The vector comes from the reference implementation's own tests (`argon2/src/test.c`).
    @Test
    void checksHashesOfOtherParametersAndPrograms() {
        String reference =
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc";

        assertThat(PasswordHash.matches("password", reference)).isTrue();
        assertThat(PasswordHash.matches("Password", reference)).isFalse();
    }

    @Test
    void takesACharacterForTheSameHoweverItIsComposed() {
        assertThat(PasswordHash.matches("Zu\u0308rich 2026", PasswordHash.of("Z\u00fcrich 2026")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5",
                "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5"
            })
    void nothingMatchesWhatIsNoHash(String stored) {
        assertThatThrownBy(() -> PasswordHash.matches("plain", stored))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("plain");
    }
}
