package io.rostra.sfu.browser;

import io.rostra.media.rtcp.Nack;
import io.rostra.media.rtcp.Pli;
import io.rostra.media.rtcp.RtcpPacket;
import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtcp.TransportCcRecorder;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.webrtc.sdp.Direction;
import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.SdpException;
import io.rostra.webrtc.sdp.SdpParser;
import io.rostra.webrtc.sdp.SessionDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A browser that subscribes: answers the server's offers and keeps what it receives, by track id.
/// Confined to its [BrowserLoop], construction included.
public final class TestSubscriber implements TestBrowser.Listener, AutoCloseable {

    private static final int OWN_SSRC = 77;
    private static final int AUDIO_LEVEL_ID = 1;
    private static final int TRANSPORT_CC_ID = 3;
    private static final int PACKETS_PER_FEEDBACK = 10;

    private final TestBrowser browser;
    private final int port;
    private final Map<String, Inbound> byTrack = new LinkedHashMap<>();
    private final Map<Integer, Inbound> bySsrc = new HashMap<>();
    private final List<String> messages = new ArrayList<>();
    private final TransportCcRecorder arrivals = new TransportCcRecorder();
    private boolean feedback;
    private int unreported;
    private int padding;
    private int unknownPackets;
    private Consumer<RtpPacket> taker = _ -> {};
    private boolean keeping = true;
    private String closedBecause = "";

    /// One track's packets.
    private static final class Inbound {
        private final int ssrc;
        private final int retransmissionSsrc;
        private final List<ReceivedPacket> packets = new ArrayList<>();
        private final List<ReceivedPacket> repaired = new ArrayList<>();
        private final List<SenderReport> reports = new ArrayList<>();

        Inbound(int ssrc, int retransmissionSsrc) {
            this.ssrc = ssrc;
            this.retransmissionSsrc = retransmissionSsrc;
        }
    }

    /// @param port of the server, on loopback
    public TestSubscriber(BrowserLoop loop, int port) throws IOException {
        this.browser = new TestBrowser(loop, this);
        this.port = port;
    }

    public TestBrowser browser() {
        return browser;
    }

    /// Agrees to transport-wide feedback and gives it, from the next answer on.
    public void giveFeedback() {
        feedback = true;
    }

    /// Hands media packets on, valid during the call, instead of keeping them.
    public void handTo(Consumer<RtpPacket> receiver) {
        taker = receiver;
        keeping = false;
    }

    /// Packets of nothing but padding, as the server sends them to probe.
    public int paddingPackets() {
        return padding;
    }

    /// Takes an offer and writes the answer.
    public String answer(String offerSdp) throws SdpException {
        SessionDescription offer = SdpParser.parse(offerSdp);
        browser.connect(offer, port);
        var sdp = new StringBuilder("v=0\no=- 77 1 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE");
        for (MediaSection section : offer.media()) {
            if (!section.rejected()) {
                sdp.append(' ').append(section.mid().orElseThrow());
            }
        }
        sdp.append('\n');
        for (MediaSection section : offer.media()) {
            append(section, sdp);
            learn(section);
        }
        return sdp.toString().replace("\n", "\r\n");
    }

    private void append(MediaSection section, StringBuilder sdp) {
        sdp.append(
                "m=%s %d %s %s\nc=IN IP4 0.0.0.0\na=mid:%s\n"
                        .formatted(
                                section.kind(),
                                section.rejected() ? 0 : 9,
                                section.protocol(),
                                String.join(" ", section.formats()),
                                section.mid().orElseThrow()));
        if (section.rejected()) {
            return;
        }
        sdp.append(browser.transportLines("active"));
        if (section.isData()) {
            sdp.append("a=sctp-port:5000\na=max-message-size:262144\n");
        } else {
            sdp.append(section.direction() == Direction.SENDONLY ? "a=recvonly\n" : "a=inactive\n");
            sdp.append("a=rtcp-mux\na=rtcp-rsize\n");
            if (feedback) {
                section.attributes("extmap").forEach(v -> sdp.append("a=extmap:" + v + "\n"));
            }
            section.attributes("rtpmap").forEach(v -> sdp.append("a=rtpmap:" + v + "\n"));
            section.attributes("fmtp").forEach(v -> sdp.append("a=fmtp:" + v + "\n"));
        }
    }

    private void learn(MediaSection section) {
        if (section.isData() || section.direction() != Direction.SENDONLY) {
            return;
        }
        String trackId = section.attribute("msid").orElseThrow().split(" ")[1];
        int ssrc = section.ssrcs().getFirst();
        Inbound known = byTrack.get(trackId);
        if (known != null && known.ssrc == ssrc) {
            return;
        }
        var inbound = new Inbound(ssrc, section.retransmissionSsrcs().getOrDefault(ssrc, 0));
        byTrack.put(trackId, inbound);
        bySsrc.put(ssrc, inbound);
        if (inbound.retransmissionSsrc != 0) {
            bySsrc.put(inbound.retransmissionSsrc, inbound);
        }
    }

    /// Media packets in order of arrival; empty for a track that was never offered.
    public List<ReceivedPacket> received(String trackId) {
        Inbound inbound = byTrack.get(trackId);
        return inbound == null ? List.of() : inbound.packets;
    }

    /// What came by RTX.
    public List<ReceivedPacket> repaired(String trackId) {
        return inbound(trackId).repaired;
    }

    public List<SenderReport> senderReports(String trackId) {
        return inbound(trackId).reports;
    }

    public int ssrc(String trackId) {
        return inbound(trackId).ssrc;
    }

    /// Packets of sources that no offer named.
    public int unknownPackets() {
        return unknownPackets;
    }

    /// Texts that came on the data channel.
    public List<String> messages() {
        return messages;
    }

    /// Empty while the connection lives.
    public String closedBecause() {
        return closedBecause;
    }

    public void nack(String trackId, List<Integer> sequences) {
        browser.sendRtcp(List.of(new Nack(OWN_SSRC, inbound(trackId).ssrc, sequences)));
    }

    public void requestKeyFrame(String trackId) {
        browser.sendRtcp(List.of(new Pli(OWN_SSRC, inbound(trackId).ssrc)));
    }

    @Override
    public void onRtp(byte[] packet) {
        var view = new RtpPacket();
        if (!view.wrap(packet, 0, packet.length)) {
            throw new IllegalStateException("the server sent malformed RTP");
        }
        if (feedback) {
            report(view);
        }
        Inbound inbound = bySsrc.get(view.ssrc());
        if (inbound == null) {
            unknownPackets++;
            return;
        }
        boolean retransmission = view.ssrc() == inbound.retransmissionSsrc;
        if (retransmission && view.payloadLength() == 0) {
            padding++;
            return;
        }
        if (!keeping) {
            taker.accept(view);
            return;
        }
        (retransmission ? inbound.repaired : inbound.packets)
                .add(ReceivedPacket.of(view, retransmission, AUDIO_LEVEL_ID));
    }

    private void report(RtpPacket packet) {
        int at = packet.extensionOffset(TRANSPORT_CC_ID);
        if (at < 0) {
            throw new IllegalStateException("a packet without a transport-wide number");
        }
        byte[] buffer = packet.buffer();
        arrivals.onPacket((buffer[at] & 0xFF) << 8 | buffer[at + 1] & 0xFF, System.nanoTime());
        if (++unreported == PACKETS_PER_FEEDBACK) {
            unreported = 0;
            browser.sendRtcp(List.of(arrivals.build(OWN_SSRC, packet.ssrc())));
        }
    }

    @Override
    public void onRtcp(List<RtcpPacket> packets) {
        for (RtcpPacket packet : packets) {
            if (packet instanceof SenderReport report) {
                Inbound inbound = bySsrc.get(report.ssrc());
                if (inbound != null) {
                    inbound.reports.add(report);
                }
            }
        }
    }

    @Override
    public void onMessage(String text) {
        messages.add(text);
    }

    @Override
    public void onClosed(String reason) {
        closedBecause = reason;
    }

    @Override
    public void close() {
        browser.close();
    }

    private Inbound inbound(String trackId) {
        Inbound inbound = byTrack.get(trackId);
        if (inbound == null) {
            throw new IllegalStateException("no offer named track " + trackId);
        }
        return inbound;
    }
}
