package io.rostra.sfu.net;

import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.webrtc.srtp.SrtpContext;
import io.rostra.webrtc.srtp.SrtpProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;

/// What the step costs that forwarding repeats for each subscriber: `./rostra bench forward`.
/// Rewrite the header, encrypt with the subscriber's key, send. Ours against the usual way of the
/// JVM, AES-CM with HMAC by jitsi-srtp and a `DatagramChannel`. Each way runs in a process of its
/// own, on one processor; the ways take turns, and figures are medians of the rounds. Receivers are
/// sockets that nobody reads, so that only sending is measured.
final class ForwardBench {

    private static final int RECEIVERS = 200;
    private static final int PAYLOAD = 1_180;
    private static final int SSRC = 7;
    private static final long WARM_UP_NANOS = 3_000_000_000L;
    private static final String USUAL = "jitsi-srtp CM, DatagramChannel";

    /// @param train packets for one receiver in a row
    /// @param jdk crypto of the JDK alone
    private record Way(String name, boolean jitsi, int train, boolean jdk) {}

    private static final List<Way> WAYS =
            List.of(
                    new Way(USUAL, true, 1, false),
                    new Way("ours, trains", false, 0, false),
                    new Way("ours, trains, JDK crypto", false, 0, true),
                    new Way("ours, single packets", false, 1, false),
                    new Way("ours, single packets, JDK crypto", false, 1, true));

    /// Protects a packet and hands it to the system.
    private interface Sending {
        void send(int receiver, int number);

        void endOfTurn();
    }

    private ForwardBench() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("--way")) {
            Way way = WAYS.get(Integer.parseInt(args[1]));
            System.out.println(measure(way, Integer.parseInt(args[2]), Integer.parseInt(args[3])));
            return;
        }
        int train = Integer.parseInt(option(args, "--train", "8"));
        int seconds = Integer.parseInt(option(args, "--seconds", "3"));
        int rounds = Integer.parseInt(option(args, "--rounds", "5"));
        Map<String, List<Double>> results = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < WAYS.size(); i++) {
                String name = WAYS.get(i).name();
                double nanos = inProcess(i, train, seconds);
                System.err.printf(
                        Locale.ROOT, "round %d of %d: %s, %.0f ns%n", round, rounds, name, nanos);
                results.computeIfAbsent(name, _ -> new ArrayList<>()).add(nanos);
            }
        }
        double usual = median(results.get(USUAL));
        System.out.printf(
                "%d receivers, %d bytes, trains of %d, medians of %d rounds%n%n",
                RECEIVERS, PAYLOAD, train, rounds);
        System.out.println("| way | ns a packet | from, to | ratio |\n|---|---|---|---|");
        results.forEach((name, nanos) ->
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.0f | %.0f, %.0f | %.2f |%n",
                        name,
                        median(nanos),
                        nanos.stream().mapToDouble(n -> n).min().orElse(0),
                        nanos.stream().mapToDouble(n -> n).max().orElse(0),
                        median(nanos) / usual));
    }

    private static double inProcess(int way, int train, int seconds) throws Exception {
        var command = new ArrayList<String>();
        String pin = System.getProperty("rostra.bench.pin", "");
        if (!pin.isEmpty()) {
            command.addAll(List.of(pin.split(" ")));
        }
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Drostra.webrtc.libcrypto=" + !WAYS.get(way).jdk());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ForwardBench.class.getName(), "--way"));
        command.addAll(List.of("" + way, "" + train, "" + seconds));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(WAYS.get(way).name() + " failed");
        }
        return Double.parseDouble(out.lines().toList().getLast());
    }

    private static double measure(Way way, int trainLength, int seconds) throws Exception {
        var receivers = new ArrayList<DatagramChannel>();
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 4 * 1024 * 1024);
            channel.bind(new InetSocketAddress("::", 0));
            var addresses = new InetSocketAddress[RECEIVERS];
            for (int i = 0; i < RECEIVERS; i++) {
                DatagramChannel receiver = DatagramChannel.open();
                receivers.add(receiver);
                receiver.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
                receiver.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
                addresses[i] = (InetSocketAddress) receiver.getLocalAddress();
            }
            Sending sending = way.jitsi() ? usual(channel, addresses) : ours(channel, addresses);
            int train = way.train() == 0 ? trainLength : way.train();
            int number = run(sending, train, 0, WARM_UP_NANOS)[0];
            long began = System.nanoTime();
            int sent = run(sending, train, number, seconds * 1_000_000_000L)[1];
            return (double) (System.nanoTime() - began) / sent;
        } finally {
            for (DatagramChannel receiver : receivers) {
                receiver.close();
            }
        }
    }

    /// @return the next packet's number, and how many packets went
    private static int[] run(Sending sending, int train, int first, long nanos) {
        long until = System.nanoTime() + nanos;
        int number = first;
        int sent = 0;
        while (System.nanoTime() < until) {
            for (int receiver = 0; receiver < RECEIVERS; receiver++) {
                for (int i = 0; i < train; i++) {
                    sending.send(receiver, number + i);
                }
            }
            sending.endOfTurn();
            number += train;
            sent += train * RECEIVERS;
        }
        return new int[] {number, sent};
    }

    private static byte[] key(int receiver, int length) {
        byte[] key = new byte[length];
        new Random(receiver).nextBytes(key);
        return key;
    }

    private static Sending ours(DatagramChannel channel, InetSocketAddress[] addresses) {
        DatagramSender sender =
                TrainSender.of(channel, new DropCounters())
                        .<DatagramSender>map(trains -> trains)
                        .orElseGet(() -> new NioDatagramSender(channel, new DropCounters()));
        var contexts = new SrtpContext[RECEIVERS];
        Arrays.setAll(
                contexts,
                i -> new SrtpContext(SrtpProfile.AEAD_AES_128_GCM, key(i, 16), key(i + 1_000, 12)));
        var header = new RtpHeaderWriter();
        byte[] published = key(1, PAYLOAD);
        byte[] out = new byte[PAYLOAD + 64];
        return new Sending() {
            @Override
            public void send(int receiver, int number) {
                header.begin(out, 0, 102, false, number & 0xFFFF, number * 3_000, SSRC);
                header.extension16(3, number);
                int length = header.end();
                System.arraycopy(published, 0, out, length, PAYLOAD);
                int sealed = contexts[receiver].protect(out, 0, length + PAYLOAD);
                sender.send(out, 0, sealed, addresses[receiver]);
            }

            @Override
            public void endOfTurn() {
                sender.flush();
            }
        };
    }

    private static Sending usual(DatagramChannel channel, InetSocketAddress[] addresses)
            throws Exception {
        // Its own choice of provider takes a second of measuring, and is not always the fastest.
        Aes.setFactoryClassName("SunJCE");
        var policy =
                new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        16,
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        20,
                        10,
                        14);
        var contexts = new SrtpCryptoContext[RECEIVERS];
        var logger = new LoggerImpl("bench");
        for (int i = 0; i < RECEIVERS; i++) {
            var factory =
                    new SrtpContextFactory(
                            true, key(i, 16), key(i + 1_000, 14), policy, policy, logger);
            contexts[i] = factory.deriveContext(SSRC, 0);
        }
        var header = new RtpHeaderWriter();
        byte[] published = key(1, PAYLOAD);
        byte[] out = new byte[PAYLOAD + 64];
        ByteBuffer datagram = ByteBuffer.allocateDirect(PAYLOAD + 64);
        return new Sending() {
            @Override
            public void send(int receiver, int number) {
                header.begin(out, 0, 102, false, number & 0xFFFF, number * 3_000, SSRC);
                header.extension16(3, number);
                int length = header.end();
                System.arraycopy(published, 0, out, length, PAYLOAD);
                var packet = new Packet(out, length + PAYLOAD);
                try {
                    if (contexts[receiver].transformPacket(packet) != SrtpErrorStatus.OK) {
                        throw new IllegalStateException("not encrypted");
                    }
                    datagram.clear().put(out, 0, packet.getLength()).flip();
                    channel.send(datagram, addresses[receiver]);
                } catch (IOException | java.security.GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void endOfTurn() {}
        };
    }

    /// A packet as the library wants it.
    private static final class Packet implements ByteArrayBuffer {
        private final byte[] buffer;
        private int length;

        Packet(byte[] buffer, int length) {
            this.buffer = buffer;
            this.length = length;
        }

        @Override
        public byte[] getBuffer() {
            return buffer;
        }

        @Override
        public int getOffset() {
            return 0;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int length) {
            this.length = length;
        }

        @Override
        public void setOffset(int offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int offset, int length, byte[] to) {
            System.arraycopy(buffer, offset, to, 0, length);
        }

        @Override
        public void grow(int howMuch) {}

        @Override
        public void append(byte[] data, int count) {
            System.arraycopy(data, 0, buffer, length, count);
            length += count;
        }

        @Override
        public void shrink(int count) {
            length -= count;
        }
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(n -> n).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String option(String[] args, String name, String fallback) {
        int at = Arrays.asList(args).indexOf(name);
        return at >= 0 && at + 1 < args.length ? args[at + 1] : fallback;
    }
}
