package io.rostra.webrtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulcastTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    send f;h;q          | f h q
                    send q;h;f          | q h f
                    send f;~h           | f h
                    recv f send q;h     | q h
                    send f,h;q          | f q
                    send x,h;q          | h q
                    send f;f;h          | f h
                    send x;y            | ''
                    recv f;h            | ''
                    send                | ''
                    ''                  | ''
                    send limited;f      | f
                    send fitting        | fitting
                    send backward;f     | f
                    """)
    void readsWhatIsOffered(String simulcast, String rids) throws Exception {
        MediaSection section =
                section(
                        simulcast,
                        "f send",
                        "h send max-width=640",
                        "q send",
                        "limited send pt=98;max-br=9",
                        "fitting send max-br=9;pt=98,96",
                        "backward recv");

        assertThat(String.join(" ", Simulcast.offeredRids(section, 96))).isEqualTo(rids);
    }

    @Test
    void takesNoIdThatCouldWriteLinesOrFitNoExtension() throws Exception {
        MediaSection section =
                section(
                        "send a/b;;seventeen-letters;ok_1-2",
                        "a/b send",
                        " send",
                        "seventeen-letters send",
                        "ok_1-2 send");

        assertThat(Simulcast.offeredRids(section, 96)).containsExactly("ok_1-2");
    }

    @Test
    void answersInTheSameOrder() {
        assertThat(Simulcast.receiving(List.of("q", "h", "f")))
                .extracting(attribute -> attribute.name() + ":" + attribute.value())
                .containsExactly("rid:q recv", "rid:h recv", "rid:f recv", "simulcast:recv q;h;f");
    }

    private static MediaSection section(String simulcast, String... rids) {
        var attributes = new ArrayList<SdpAttribute>();
        for (String rid : rids) {
            attributes.add(SdpAttribute.of("rid", rid));
        }
        attributes.add(SdpAttribute.of("simulcast", simulcast));
        return new MediaSection("video", 9, "UDP/TLS/RTP/SAVPF", List.of("96"), attributes);
    }
}
