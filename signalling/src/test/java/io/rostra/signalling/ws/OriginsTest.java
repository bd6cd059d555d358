package io.rostra.signalling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7:8080, 10.0.0.5, '192.0.2.7, 10.0.0.5'",
        "192.0.2.7, 192.0.2.7, 192.0.2.7",
        "localhost:8080, 127.0.0.1, '127.0.0.1, ::1'",
        "LOCALHOST, , '127.0.0.1, ::1'",
        "[2001:db8::7]:8080, , 2001:db8:0:0:0:0:0:7",
        "live.example.org, 10.0.0.5, 10.0.0.5",
        "0.0.0.0:8080, 10.0.0.5, 10.0.0.5",
        "live.example.org, fe80:0:0:0:0:0:0:1, fe80:0:0:0:0:0:0:1",
        "' bad host', 10.0.0.5, 10.0.0.5"
    })
    void offersTheAddressByWhichTheClientCame(String requested, String local, String expected) {
        assertThat(new Origins(null, List.of()).addresses(requested, local))
                .containsExactly(expected.split(", "));
    }

    @Test
    void addsWhatIsConfigured() {
        var origins = new Origins(URI.create("http://198.51.100.3"), List.of("203.0.113.9"));
        assertThat(origins.addresses("live.example.org", null))
                .containsExactly("198.51.100.3", "203.0.113.9");
    }
}
