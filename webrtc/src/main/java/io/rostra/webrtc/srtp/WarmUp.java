package io.rostra.webrtc.srtp;

import io.rostra.media.rtp.RtpHeaderWriter;

/// Runs every profile once in each direction.
final class WarmUp {
    private static final int PAYLOAD_LENGTH = 1000;

    private WarmUp() {}

    static void run() {
        for (SrtpProfile profile : SrtpProfile.values()) {
            KeyingMaterial keys =
                    KeyingMaterial.fromExporter(
                            profile, new byte[KeyingMaterial.exportLength(profile)]);
            byte[] buffer = new byte[PAYLOAD_LENGTH + 100];
            int header = writeHeader(buffer);
            int length = header + PAYLOAD_LENGTH;
            SrtpContext sender = SrtpContext.ofClient(keys);
            SrtpContext receiver = SrtpContext.ofClient(keys);
            check(receiver.unprotect(buffer, 0, sender.protect(buffer, 0, length)) == length);

            buffer[1] = (byte) 200;
            SrtcpContext rtcpSender = SrtcpContext.ofClient(keys);
            SrtcpContext rtcpReceiver = SrtcpContext.ofClient(keys);
            check(
                    rtcpReceiver.unprotect(buffer, 0, rtcpSender.protect(buffer, 0, length))
                            == length);
        }
    }

    private static int writeHeader(byte[] buffer) {
        RtpHeaderWriter writer = new RtpHeaderWriter();
        writer.begin(buffer, 0, 96, false, 1, 1, 1);
        return writer.end();
    }

    private static void check(boolean same) {
        if (!same) {
            throw new IllegalStateException("this JVM's ciphers do not undo what they did");
        }
    }
}
