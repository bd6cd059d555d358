package io.rostra.streaming.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class DashManifestTest {

    @TempDir Path directory;

    @Test
    void namesWhatPlaysAndSplitsWhereTheFormatChanges() throws Exception {
        var stream = new HlsStream(HlsConfig.defaults(), Instant.EPOCH, () -> {});
        assertThat(stream.dashManifest(Instant.EPOCH)).as("nothing to play yet").isNull();
        try (var feed = new PlayerFeed(stream, 320, 192)) {
            feed.forSeconds(8);
            assertThat(periods(stream)).hasSize(1);
            feed.packager().onDiscontinuity();
            feed.resize(480, 272).forSeconds(8);
            List<Element> periods = periods(stream);
            assertThat(periods).hasSize(2);
            assertThat(all(periods.get(0), "Representation").getFirst().getAttribute("width"))
                    .isEqualTo("320");
            assertThat(all(periods.get(1), "Representation").getFirst().getAttribute("width"))
                    .isEqualTo("480");
            double start = seconds(periods.get(1));
            assertThat(start).isBetween(7.9, 8.3);
            for (Element period : periods) {
                for (Element representation : all(period, "Representation")) {
                    plays(stream, representation);
                }
            }
            feed.forSeconds(30);
            periods = periods(stream);
            assertThat(periods).as("what has left the window is gone").hasSize(1);
            assertThat(seconds(periods.getFirst()))
                    .as("and this begins where it did")
                    .isEqualTo(start);
        }
        assertThat(stream.dashManifest(Instant.EPOCH)).contains("mediaPresentationDuration");
    }

    private static double seconds(Element period) {
        String start = period.getAttribute("start");
        return Double.parseDouble(start.substring(2, start.length() - 1));
    }

    private void plays(HlsStream stream, Element representation) throws Exception {
        Element template = all(representation, "SegmentTemplate").getFirst();
        var movie = new ByteArrayOutputStream();
        movie.writeBytes(file(stream, template.getAttribute("initialization")));
        long number = Long.parseLong(template.getAttribute("startNumber"));
        List<Element> timeline = all(representation, "S");
        assertThat(timeline).hasSizeGreaterThan(1);
        long next = Long.parseLong(timeline.getFirst().getAttribute("t"));
        for (Element segment : timeline) {
            assertThat(Long.parseLong(segment.getAttribute("t"))).isEqualTo(next);
            next += Long.parseLong(segment.getAttribute("d"));
            String media = template.getAttribute("media");
            movie.writeBytes(file(stream, media.replace("$Number$", Long.toString(number++))));
        }
        Path file = Files.write(directory.resolve("m.mp4"), movie.toByteArray());
        List<DecodedStream.Unit> units = DecodedStream.ofOneTrack(file);
        assertThat(units).hasSizeGreaterThan(60).allMatch(DecodedStream.Unit::decoded);
    }

    private static byte[] file(HlsStream stream, String uri) {
        for (Rendition rendition : stream.renditions()) {
            Buffer content = rendition.file(uri);
            if (content != null) {
                return content.getBytes();
            }
        }
        throw new AssertionError(uri + " cannot be fetched");
    }

    private static List<Element> periods(HlsStream stream) throws Exception {
        String text = stream.dashManifest(Instant.EPOCH.plusSeconds(100));
        assertThat(text).isNotNull();
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        Element root =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(bytes)
                        .getDocumentElement();
        assertThat(root.getAttribute("type")).isEqualTo("dynamic");
        return all(root, "Period");
    }

    private static List<Element> all(Element in, String name) {
        NodeList nodes = in.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
