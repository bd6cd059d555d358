package io.rostra.sfu.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Datagrams in trains, through the kernel and back.
@EnabledOnOs(OS.LINUX)
class TrainSenderTest {

    private final List<DatagramChannel> channels = new ArrayList<>();
    private final DropCounters drops = new DropCounters();
    private DatagramChannel channel;
    private TrainSender sender;

    @BeforeEach
    void bind() throws IOException {
        channel = open("::");
        sender = TrainSender.of(channel, drops).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        for (DatagramChannel each : channels) {
            each.close();
        }
    }

    private DatagramChannel open(String host) throws IOException {
        DatagramChannel opened = DatagramChannel.open();
        channels.add(opened);
        opened.setOption(StandardSocketOptions.SO_RCVBUF, 4 * 1024 * 1024);
        opened.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        return opened;
    }

    private static InetSocketAddress addressOf(DatagramChannel of) throws IOException {
        return (InetSocketAddress) of.getLocalAddress();
    }

    private static byte[] packet(int number, int length) {
        byte[] bytes = new byte[length];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    private void send(int number, int length, DatagramChannel to) throws IOException {
        byte[] around = new byte[length + 20];
        System.arraycopy(packet(number, length), 0, around, 7, length);
        sender.send(around, 7, length, addressOf(to));
    }

    private void assertReceives(DatagramChannel at, int number, int length) throws IOException {
        at.socket().setSoTimeout(5_000);
        ByteBuffer read = ByteBuffer.allocate(4_096);
        var from = (InetSocketAddress) at.receive(read);
        assertThat(from.getPort()).isEqualTo(addressOf(channel).getPort());
        byte[] received = new byte[read.flip().remaining()];
        read.get(received);
        assertThat(received).as("packet %d", number).isEqualTo(packet(number, length));
    }

    @Test
    void packetsOfOneSizeAndAShorterOneGoTogether() throws IOException {
        DatagramChannel peer = open("127.0.0.1");
        for (int i = 0; i < 10; i++) {
            send(i, 1_100, peer);
        }
        send(10, 300, peer);
        assertThat(sender.waiting()).isEqualTo(1);
        send(11, 300, peer);
        send(12, 301, peer);
        assertThat(sender.waiting()).isEqualTo(3);
        sender.flush();
        assertThat(sender.waiting()).isZero();
        for (int i = 0; i < 13; i++) {
            assertReceives(peer, i, i < 10 ? 1_100 : i == 12 ? 301 : 300);
        }
    }

    @Test
    void peersOfBothFamiliesGetTheirsInOrder() throws IOException {
        List<DatagramChannel> peers = List.of(open("127.0.0.1"), open("::1"), open("127.0.0.1"));
        var random = new Random(5);
        var sizes = new ArrayList<Integer>();
        for (int i = 0; i < 300; i++) {
            sizes.add(random.nextBoolean() ? 1_000 : 1 + random.nextInt(1_400));
            for (int p = 0; p < peers.size(); p++) {
                send(1_000 * p + i, sizes.get(i), peers.get(p));
            }
        }
        sender.flush();
        for (int p = 0; p < peers.size(); p++) {
            for (int i = 0; i < 300; i++) {
                assertReceives(peers.get(p), 1_000 * p + i, sizes.get(i));
            }
        }
    }

    @Test
    void moreThanFitsIsSentBeforeTheTurnEnds() throws IOException {
        DatagramChannel peer = open("127.0.0.1");
        for (int i = 0; i < 700; i++) {
            send(i, 1_200, peer);
        }
        assertThat(sender.waiting()).isLessThan(700 / 16 + 1);
        sender.flush();
        for (int i = 0; i < 700; i++) {
            assertReceives(peer, i, 1_200);
        }
    }

    /// The train is more than the path to that peer takes in one go, whoever refuses it.
    @Test
    void aPeerThatCannotBeReachedCostsOthersNothing() throws IOException {
        DatagramChannel peer = open("127.0.0.1");
        var nowhere = new InetSocketAddress(InetAddress.getByName("255.255.255.255"), 9);
        for (int i = 0; i < 4; i++) {
            sender.send(packet(i, 500), 0, 500, nowhere);
            send(i, 500, peer);
        }
        sender.flush();
        for (int i = 0; i < 4; i++) {
            assertReceives(peer, i, 500);
        }
    }

    @Test
    void theDescriptorIsThatOfTheChannel() throws IOException {
        for (int i = 0; i < 5; i++) {
            DatagramChannel other = open("::");
            int before = other.getOption(StandardSocketOptions.SO_RCVBUF);
            TrainSender own = TrainSender.of(other, drops).orElseThrow();
            assertThat(other.getOption(StandardSocketOptions.SO_RCVBUF)).isEqualTo(before);
            DatagramChannel peer = open("127.0.0.1");
            own.send(new byte[100], 0, 100, addressOf(peer));
            own.flush();
            peer.socket().setSoTimeout(5_000);
            var from = (InetSocketAddress) peer.receive(ByteBuffer.allocate(200));
            assertThat(from.getPort()).isEqualTo(addressOf(other).getPort());
        }
    }
}
