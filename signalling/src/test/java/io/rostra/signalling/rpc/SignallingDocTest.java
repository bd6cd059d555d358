package io.rostra.signalling.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/signalling.md` has a word on every method.
class SignallingDocTest {

    @ParameterizedTest
    @MethodSource("io.rostra.signalling.rpc.EveryMethodTest#allMethods")
    void everyMethodIsDocumented(String method, String params, List<String> needed)
            throws Exception {
        assertThat(Files.readString(Path.of("../docs/signalling.md"))).contains("`" + method + "`");
    }
}
