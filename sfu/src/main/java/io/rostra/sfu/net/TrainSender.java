package io.rostra.sfu.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Linux: what a turn of the loop sends goes in one `sendmmsg`, and packets to the same peer go
/// through the kernel's stack together, as one train that is cut into datagrams at the very end
/// (`UDP_SEGMENT`, Linux 4.18). Passing the stack is what sending costs, so a train of ten costs a
/// quarter of ten datagrams (`docs/performance.md`). Packets of one train have the same size, but
/// for the last, which may be shorter.
///
/// ```
/// messages  | mmsghdr | mmsghdr | ...            one for each train
/// vectors   | 16 x iovec | 16 x iovec | ...      its packets, anywhere in data
/// controls  | cmsghdr UDP_SEGMENT, size | ...
/// names     | sockaddr_in6 | ...
/// data      | packet | packet | ...              of all trains, as they came
/// ```
final class TrainSender implements DatagramSender {

    private static final Logger log = LoggerFactory.getLogger(TrainSender.class);

    /// Packets of a train: more than that at once overruns the queues of home routers.
    private static final int PACKETS = 16;

    private static final int MESSAGES = 512;
    private static final int DATA_BYTES = 512 * 1024;

    /// Peers whose addresses are kept at hand.
    private static final int MOST_DESTINATIONS = 8_192;

    private static final int MESSAGE_SIZE = 64;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_LENGTH = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int VECTOR_SIZE = 16;
    private static final int VECTORS_SIZE = PACKETS * VECTOR_SIZE;
    private static final int CONTROL_SIZE = 24;
    private static final int NAME_SIZE = 28;
    private static final int NAME_STRIDE = 32;

    private static final short AF_INET6 = 10;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;

    /// How often a flush waits for a full socket buffer to drain, 0.2 ms each time: a network card
    /// of 1 Gbit/s takes 25 KB meanwhile.
    private static final int MOST_WAITS = 25;

    private static final long WAIT_NANOS = 200_000;

    private final int descriptor;
    private final DropCounters drops;
    private final LinuxSockets.Errno errno = new LinuxSockets.Errno();
    private final MemorySegment messages;
    private final MemorySegment vectors;
    private final MemorySegment controls;
    private final MemorySegment names;
    private final MemorySegment data;

    /// A message of one packet, for trains that the kernel refuses.
    private final MemorySegment single;

    private final Map<InetSocketAddress, Destination> destinations = new HashMap<>();
    private boolean segmenting = true;
    private int waiting;
    private int dataUsed;

    /// Which flush is next; trains of earlier ones are gone.
    private long round;

    private static final class Destination {
        private final byte[] name;
        private long round = -1;
        private int message;
        private int packets;
        private int size;
        private boolean open;

        Destination(InetSocketAddress address) {
            name = nameOf(address);
        }
    }

    private TrainSender(int descriptor, DropCounters drops) {
        this.descriptor = descriptor;
        this.drops = drops;
        Arena arena = Arena.ofAuto();
        messages = arena.allocate((long) MESSAGES * MESSAGE_SIZE, Long.BYTES);
        single = arena.allocate(MESSAGE_SIZE, Long.BYTES);
        vectors = arena.allocate((long) MESSAGES * VECTORS_SIZE, Long.BYTES);
        controls = arena.allocate((long) MESSAGES * CONTROL_SIZE, Long.BYTES);
        names = arena.allocate((long) MESSAGES * NAME_STRIDE, Long.BYTES);
        data = arena.allocate(DATA_BYTES, Long.BYTES);
        for (int i = 0; i < MESSAGES; i++) {
            long message = (long) i * MESSAGE_SIZE;
            messages.set(ADDRESS, message, names.asSlice((long) i * NAME_STRIDE));
            messages.set(JAVA_INT, message + NAME_LENGTH, NAME_SIZE);
            messages.set(ADDRESS, message + VECTOR, vectors.asSlice((long) i * VECTORS_SIZE));
            long control = (long) i * CONTROL_SIZE;
            messages.set(ADDRESS, message + CONTROL, controls.asSlice(control));
            controls.set(JAVA_LONG, control, 16 + Short.BYTES);
            controls.set(JAVA_INT, control + 8, SOL_UDP);
            controls.set(JAVA_INT, control + 12, UDP_SEGMENT);
        }
    }

    /// A sender for this channel, unless the system is another or refuses what it takes.
    static Optional<TrainSender> of(DatagramChannel channel, DropCounters drops) {
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (!System.getProperty("os.name", "").equals("Linux")
                || !architecture.equals("amd64") && !architecture.equals("aarch64")) {
            return Optional.empty();
        }
        try {
            OptionalInt descriptor = LinuxSockets.descriptorOf(channel);
            return descriptor.isPresent()
                    ? Optional.of(new TrainSender(descriptor.getAsInt(), drops))
                    : Optional.empty();
        } catch (IOException | RuntimeException | LinkageError e) {
            log.info(
                    "Packets are sent one by one, since sending them in trains failed: {}", e + "");
            return Optional.empty();
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress address) {
        if (waiting == MESSAGES || dataUsed + length > DATA_BYTES) {
            flush();
        }
        Destination to = destination(address);
        MemorySegment.copy(buffer, offset, data, JAVA_BYTE, dataUsed, length);
        if (segmenting
                && to.round == round
                && to.open
                && length <= to.size
                && to.packets < PACKETS) {
            couple(to, length);
        } else {
            begin(to, length);
        }
        dataUsed += length;
    }

    /// Trains that the next flush sends.
    int waiting() {
        return waiting;
    }

    private void begin(Destination to, int length) {
        int message = waiting++;
        long at = (long) message * MESSAGE_SIZE;
        MemorySegment.copy(to.name, 0, names, JAVA_BYTE, (long) message * NAME_STRIDE, NAME_SIZE);
        messages.set(JAVA_LONG, at + VECTOR_LENGTH, 1);
        messages.set(JAVA_LONG, at + CONTROL_LENGTH, 0);
        to.round = round;
        to.message = message;
        to.packets = 1;
        to.size = length;
        to.open = true;
        vector(message, 0, length);
    }

    private void couple(Destination to, int length) {
        long at = (long) to.message * MESSAGE_SIZE;
        vector(to.message, to.packets++, length);
        messages.set(JAVA_LONG, at + VECTOR_LENGTH, to.packets);
        if (to.packets == 2) {
            messages.set(JAVA_LONG, at + CONTROL_LENGTH, CONTROL_SIZE);
            controls.set(JAVA_SHORT, (long) to.message * CONTROL_SIZE + 16, (short) to.size);
        }
        to.open = length == to.size;
    }

    private void vector(int message, int packet, int length) {
        long at = (long) message * VECTORS_SIZE + (long) packet * VECTOR_SIZE;
        vectors.set(JAVA_LONG, at, data.address() + dataUsed);
        vectors.set(JAVA_LONG, at + 8, length);
    }

    private Destination destination(InetSocketAddress address) {
        Destination known = destinations.get(address);
        if (known != null) {
            return known;
        }
        if (destinations.size() == MOST_DESTINATIONS) {
            destinations.clear();
        }
        var fresh = new Destination(address);
        destinations.put(address, fresh);
        return fresh;
    }

    @Override
    public void flush() {
        int sent = 0;
        int waits = 0;
        while (sent < waiting) {
            MemorySegment rest =
                    sent == 0 ? messages : messages.asSlice((long) sent * MESSAGE_SIZE);
            int count = LinuxSockets.sendmmsg(descriptor, rest, waiting - sent, errno);
            if (count > 0) {
                sent += count;
            } else if (errno.value() == LinuxSockets.EAGAIN
                    || errno.value() == LinuxSockets.ENOBUFS) {
                if (waits++ == MOST_WAITS) {
                    countLost(sent);
                    break;
                }
                LockSupport.parkNanos(WAIT_NANOS);
            } else if (errno.value() != LinuxSockets.EINTR) {
                onRefused(sent++, errno.value());
            }
        }
        if (waiting > 0) {
            waiting = 0;
            dataUsed = 0;
            round++;
        }
    }

    private void countLost(int from) {
        for (int i = from; i < waiting; i++) {
            long packets = messages.get(JAVA_LONG, (long) i * MESSAGE_SIZE + VECTOR_LENGTH);
            for (long k = 0; k < packets; k++) {
                drops.count(DropReason.SEND_BUFFER_FULL);
            }
        }
    }

    /// A train may be too much to ask of an old kernel or an odd network device, or its packets are
    /// too large for a path that would take fragments. A single packet had its chance: the peer is
    /// unreachable at the moment, and consent freshness decides when to give up (RFC 7675).
    private void onRefused(int message, int reason) {
        long at = (long) message * MESSAGE_SIZE;
        long packets = messages.get(JAVA_LONG, at + VECTOR_LENGTH);
        if (packets < 2) {
            return;
        }
        if (reason == LinuxSockets.EIO && segmenting) {
            segmenting = false;
            log.info("The network device takes no trains of packets, so they are sent one by one");
        }
        MemorySegment.copy(messages, at, single, 0, MESSAGE_SIZE);
        single.set(JAVA_LONG, VECTOR_LENGTH, 1);
        single.set(JAVA_LONG, CONTROL_LENGTH, 0);
        for (int i = 0; i < packets; i++) {
            long vector = (long) message * VECTORS_SIZE + (long) i * VECTOR_SIZE;
            single.set(ADDRESS, VECTOR, vectors.asSlice(vector));
            LinuxSockets.sendmmsg(descriptor, single, 1, errno);
        }
    }

    /// `struct sockaddr_in6`; an IPv4 address as IPv6 has it (RFC 4291 section 2.5.5.2).
    private static byte[] nameOf(InetSocketAddress address) {
        byte[] name = new byte[NAME_SIZE];
        MemorySegment.ofArray(name).set(JAVA_SHORT_UNALIGNED, 0, AF_INET6);
        name[2] = (byte) (address.getPort() >> 8);
        name[3] = (byte) address.getPort();
        InetAddress host = address.getAddress();
        byte[] bytes = host.getAddress();
        if (bytes.length == 4) {
            name[18] = (byte) 0xFF;
            name[19] = (byte) 0xFF;
        }
        System.arraycopy(bytes, 0, name, 24 - bytes.length, bytes.length);
        if (host instanceof Inet6Address six) {
            MemorySegment.ofArray(name).set(JAVA_INT_UNALIGNED, 24, six.getScopeId());
        }
        return name;
    }
}
