package io.rostra.sfu.browser;

import io.rostra.media.rtcp.Fir;
import io.rostra.media.rtcp.Nack;
import io.rostra.media.rtcp.Pli;
import io.rostra.media.rtcp.ReceiverReport;
import io.rostra.media.rtcp.RtcpPacket;
import io.rostra.media.rtcp.SenderReport;
import io.rostra.media.rtcp.TransportCc;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.media.rtp.RtxPayload;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.webrtc.sdp.SdpException;
import io.rostra.webrtc.sdp.SdpParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/// A browser that publishes tracks: writes Chromium-shaped offers, sends H.264-like and Opus-like
/// packets, answers NACKs with RTX. Confined to its [BrowserLoop], construction included.
public final class TestPublisher implements TestBrowser.Listener, AutoCloseable {

    private static final int CLOCK_TICKS_PER_FRAME = 3_000;
    private static final int CLOCK_TICKS_PER_OPUS_FRAME = 960;
    private static final int FIRST_SSRC = 0x5000;
    private static final int SSRC_STEP = 0x10;

    private final TestBrowser browser;
    private final int port;
    private final List<TestTrack> tracks = new ArrayList<>();
    private final List<TransportCc> transportFeedback = new ArrayList<>();
    private final List<ReceiverReport> reports = new ArrayList<>();
    private Predicate<byte[]> lost = _ -> false;
    private boolean namesSources = true;
    private boolean repairs = true;
    private int transportSequence = 65_500;
    private int version = 1;
    private String closedBecause = "";

    /// @param port of the server, on loopback
    public TestPublisher(BrowserLoop loop, int port) throws IOException {
        this.browser = new TestBrowser(loop, this);
        this.port = port;
    }

    public TestBrowser browser() {
        return browser;
    }

    public TestTrack addTrack(MediaKind kind, String trackId, String streamId) {
        var description = new TrackDescription(trackId, streamId, kind);
        int ssrc = FIRST_SSRC + SSRC_STEP * tracks.size();
        var track = new TestTrack(description, nextMid(), "", ssrc);
        tracks.add(track);
        return track;
    }

    /// A video in one encoding for each rid, in the order of the offer. Their numbers and clocks
    /// have nothing in common.
    public List<TestTrack> addSimulcast(String trackId, String streamId, String... rids) {
        var description = new TrackDescription(trackId, streamId, MediaKind.VIDEO);
        String mid = nextMid();
        var encodings = new ArrayList<TestTrack>();
        for (String rid : rids) {
            int ssrc = FIRST_SSRC + SSRC_STEP * tracks.size();
            var encoding = new TestTrack(description, mid, rid, ssrc);
            encoding.continueAt(
                    20_000 * encodings.size() + 64_000, 1_000_000_000 * encodings.size());
            encodings.add(encoding);
            tracks.add(encoding);
        }
        return encodings;
    }

    private String nextMid() {
        return String.valueOf(tracks.stream().map(track -> track.mid).distinct().count() + 1);
    }

    /// What stands for a section: the first encoding of each track.
    private List<TestTrack> sections() {
        var mids = new HashSet<String>();
        return tracks.stream().filter(track -> mids.add(track.mid)).toList();
    }

    /// Its section stays and becomes inactive with the next offer.
    public void removeTrack(TestTrack track) {
        track.sending = false;
    }

    /// Puts another track, with other sources, into the section of one that was removed.
    public TestTrack replaceTrack(TestTrack removed, String trackId) {
        var description =
                new TrackDescription(
                        trackId, removed.description.streamId(), removed.description.kind());
        var track =
                new TestTrack(
                        description, removed.mid, "", removed.ssrc + SSRC_STEP * tracks.size());
        tracks.set(tracks.indexOf(removed), track);
        return track;
    }

    /// Whether offers have `a=ssrc` lines; without, the MID extension must do.
    public void namesSources(boolean names) {
        namesSources = names;
    }

    /// Whether NACKs are answered.
    public void repairs(boolean answersNacks) {
        repairs = answersNacks;
    }

    /// Does not send the plain packets for which this holds, but remembers them.
    public void losing(Predicate<byte[]> rule) {
        lost = rule;
    }

    /// What signalling says of the offer.
    public List<TrackDescription> descriptions() {
        return sections().stream().filter(t -> t.sending).map(t -> t.description).toList();
    }

    public String offer() {
        var sdp = new StringBuilder();
        sdp.append("v=0\no=- 4611731400430051336 ").append(++version).append(" IN IP4 127.0.0.1\n");
        sdp.append("s=-\nt=0 0\na=group:BUNDLE 0");
        sections().forEach(track -> sdp.append(' ').append(track.mid));
        sdp.append("\na=extmap-allow-mixed\na=msid-semantic: WMS\n");
        sdp.append("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\nc=IN IP4 0.0.0.0\na=mid:0\n");
        sdp.append(browser.transportLines("actpass"));
        sdp.append("a=sctp-port:5000\na=max-message-size:262144\n");
        sections().forEach(track -> append(track, sdp));
        return sdp.toString().replace("\n", "\r\n");
    }

    private void append(TestTrack track, StringBuilder sdp) {
        sdp.append(
                track.isAudio()
                        ? "m=audio 9 UDP/TLS/RTP/SAVPF 111\n"
                        : "m=video 9 UDP/TLS/RTP/SAVPF 96 97 106 107\n");
        sdp.append("c=IN IP4 0.0.0.0\n").append(browser.transportLines("actpass"));
        sdp.append("a=mid:").append(track.mid).append('\n');
        sdp.append(
                """
                a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
                a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
                """);
        sdp.append(track.sending ? "a=sendonly\n" : "a=inactive\n");
        if (track.sending) {
            sdp.append("a=msid:%s %s\n".formatted(track.description.streamId(), track.id()));
        }
        sdp.append("a=rtcp-mux\na=rtcp-rsize\n");
        sdp.append(
                track.isAudio()
                        ? """
                        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
                        a=rtpmap:111 opus/48000/2
                        a=rtcp-fb:111 transport-cc
                        a=fmtp:111 minptime=10;useinbandfec=1
                        """
                        : """
                        a=rtpmap:96 VP8/90000
                        a=rtcp-fb:96 nack
                        a=rtcp-fb:96 nack pli
                        a=rtpmap:97 rtx/90000
                        a=fmtp:97 apt=96
                        a=rtpmap:106 H264/90000
                        a=rtcp-fb:106 goog-remb
                        a=rtcp-fb:106 transport-cc
                        a=rtcp-fb:106 ccm fir
                        a=rtcp-fb:106 nack
                        a=rtcp-fb:106 nack pli
                        a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
                        a=rtpmap:107 rtx/90000
                        a=fmtp:107 apt=106
                        """);
        if (track.sending && !track.rid.isEmpty()) {
            appendSimulcast(track.mid, sdp);
        } else if (track.sending && namesSources) {
            String media = Integer.toUnsignedString(track.ssrc);
            String repair = Integer.toUnsignedString(track.retransmissionSsrc());
            if (!track.isAudio()) {
                sdp.append("a=ssrc-group:FID %s %s\n".formatted(media, repair));
                sdp.append("a=ssrc:%s cname:test\n".formatted(repair));
            }
            sdp.append("a=ssrc:%s cname:test\n".formatted(media));
        }
    }

    private void appendSimulcast(String mid, StringBuilder sdp) {
        sdp.append(
                """
                a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
                a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
                """);
        var rids = tracks.stream().filter(t -> t.mid.equals(mid)).map(t -> t.rid).toList();
        rids.forEach(rid -> sdp.append("a=rid:").append(rid).append(" send\n"));
        sdp.append("a=simulcast:send ").append(String.join(";", rids)).append('\n');
    }

    public void onAnswer(String answer) throws SdpException {
        browser.connect(SdpParser.parse(answer), port);
    }

    /// Sends one frame and moves the clock: 1/30 s of video, 20 ms of audio.
    public void sendFrame(TestTrack track, boolean key) {
        sendPayloads(track, track.frame(key));
    }

    /// As [#sendFrame], with payloads of one's own.
    public void sendPayloads(TestTrack track, List<byte[]> payloads) {
        for (int i = 0; i < payloads.size(); i++) {
            boolean last = i == payloads.size() - 1;
            byte[] packet =
                    track.packet(
                            payloads.get(i),
                            last && !track.isAudio(),
                            transportSequence++ & 0xFFFF);
            if (!lost.test(packet)) {
                browser.sendRtp(packet);
            }
        }
        track.timestamp += track.isAudio() ? CLOCK_TICKS_PER_OPUS_FRAME : CLOCK_TICKS_PER_FRAME;
    }

    /// Sends a packet of padding only, as Chromium does to probe.
    public void sendPadding(TestTrack track) {
        byte[] packet = track.packet(new byte[] {0, 0, 0, 4}, false, transportSequence++ & 0xFFFF);
        packet[0] |= 0x20;
        browser.sendRtp(packet);
    }

    /// Sends a kept packet again: plainly or as RTX.
    public void resend(TestTrack track, int sequence, boolean asRetransmission) {
        byte[] kept = track.sent.get(sequence);
        if (kept == null) {
            throw new IllegalArgumentException("packet " + sequence + " was never made");
        }
        browser.sendRtp(asRetransmission ? retransmission(track, kept) : kept);
    }

    public void sendSenderReport(TestTrack track, long ntpTime) {
        browser.sendRtcp(
                List.of(new SenderReport(track.ssrc, ntpTime, track.timestamp, 1, 2, List.of())));
    }

    public List<TransportCc> transportFeedback() {
        return transportFeedback;
    }

    public List<ReceiverReport> reports() {
        return reports;
    }

    /// Empty while the connection lives.
    public String closedBecause() {
        return closedBecause;
    }

    @Override
    public void onRtcp(List<RtcpPacket> packets) {
        for (RtcpPacket packet : packets) {
            switch (packet) {
                case Nack nack -> onNack(nack);
                case Pli pli -> onKeyFrameRequest(pli.mediaSsrc());
                case Fir fir -> fir.entries().forEach(entry -> onKeyFrameRequest(entry.ssrc()));
                case TransportCc feedback -> transportFeedback.add(feedback);
                case ReceiverReport report -> reports.add(report);
                default -> throw new IllegalStateException("unexpected " + packet);
            }
        }
    }

    @Override
    public void onClosed(String reason) {
        closedBecause = reason;
    }

    @Override
    public void close() {
        browser.close();
    }

    private void onNack(Nack nack) {
        for (TestTrack track : tracks) {
            if (track.ssrc != nack.mediaSsrc()) {
                continue;
            }
            for (int sequence : nack.sequenceNumbers()) {
                track.nacked().add(sequence);
                byte[] kept = track.sent.get(sequence);
                if (repairs && kept != null && !track.isAudio()) {
                    browser.sendRtp(retransmission(track, kept));
                }
            }
        }
    }

    private void onKeyFrameRequest(int ssrc) {
        tracks.stream().filter(t -> t.ssrc == ssrc).forEach(t -> t.keyFrameRequests++);
    }

    private static byte[] retransmission(TestTrack track, byte[] original) {
        var view = new RtpPacket();
        view.wrap(original, 0, original.length);
        byte[] out = new byte[original.length + RtxPayload.OVERHEAD];
        RtxPayload.write(
                view,
                out,
                0,
                TestTrack.H264_RTX,
                track.retransmissionSequence++ & 0xFFFF,
                track.retransmissionSsrc());
        view.wrap(out, 0, out.length);
        int rid = view.extensionOffset(TestTrack.RID_ID);
        if (rid > 0) {
            out[rid - 1] = (byte) (TestTrack.REPAIRED_RID_ID << 4 | out[rid - 1] & 0x0F);
        }
        return out;
    }
}
