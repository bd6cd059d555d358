package io.rostra.webrtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the text, the parser answers or throws its one exception, and what it answers can be
/// looked into and written.
class SdpFuzzTest {

    private static final int ROUNDS = 600;
    private static final String SPICE = "=:;/ \r\n0a,-*\u0000\u00e4\u0663\uD800m";

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void survivesMutations(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String text = random.nextBoolean() ? Offers.CHROMIUM : Offers.FIREFOX;
            String mutated = random.nextInt(3) == 0 ? shuffle(text, random) : spoil(text, random);
            try {
                lookInto(SdpParser.parse(mutated));
            } catch (SdpException e) {
                assertThat(e).hasMessageNotContaining("null");
            } catch (RuntimeException e) {
                fail("seed " + seed + ", round " + round + ":\n" + mutated, e);
            }
        }
    }

    private static void lookInto(SessionDescription description) throws SdpException {
        for (MediaSection section : description.media()) {
            for (RtpMap map : section.rtpMaps()) {
                assertThat(map.payloadType()).isBetween(0, 127);
                assertThat(map.associatedPayloadType()).isGreaterThanOrEqualTo(-1);
            }
            assertThat(section.extensions().values()).allMatch(id -> id > 0 && id < 256);
            section.ssrcs();
            section.retransmissionSsrcs();
            section.direction();
            section.mid();
            section.rejected();
        }
        description.transportAttribute("fingerprint");
        assertThat(SdpParser.parse(description.toString()).media())
                .hasSameSizeAs(description.media());
    }

    /// Single characters and stretches changed, dropped or repeated.
    private static String spoil(String text, Random random) {
        var result = new StringBuilder(text);
        for (int i = random.nextInt(12); i >= 0 && !result.isEmpty(); i--) {
            int at = random.nextInt(result.length());
            int end = Math.min(result.length(), at + random.nextInt(40));
            switch (random.nextInt(4)) {
                case 0 -> result.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 1 -> result.delete(at, end);
                case 2 -> result.insert(at, result.substring(at, end).repeat(random.nextInt(4)));
                default -> result.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
            }
        }
        return result.toString();
    }

    /// Whole lines dropped, repeated and in another order.
    private static String shuffle(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = random.nextInt(20); i >= 0; i--) {
            int at = random.nextInt(lines.size());
            switch (random.nextInt(3)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(random.nextInt(lines.size()), lines.get(at));
                default -> Collections.swap(lines, at, random.nextInt(lines.size()));
            }
        }
        return String.join("\r\n", lines);
    }

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        try {
            lookInto(SdpParser.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (SdpException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }
}
