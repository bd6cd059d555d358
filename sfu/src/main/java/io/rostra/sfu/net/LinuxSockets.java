package io.rostra.sfu.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/// What is needed of the C library to send datagrams in trains, with the numbers of 64-bit Linux.
/// Thread-safe, but for [Errno].
final class LinuxSockets {

    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EINVAL = 22;
    static final int EAGAIN = 11;
    static final int ENOBUFS = 105;

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int AF_INET6 = 10;
    private static final int MSG_DONTWAIT = 0x40;

    /// Sizes of receive buffers that tell channels apart begin here, in bytes.
    private static final int FIRST_MARK = 20_000;

    private static final AtomicInteger MARKS = new AtomicInteger();
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURED.varHandle(StructLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SENDMMSG =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("sendmmsg"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                    Linker.Option.captureCallState("errno"));
    private static final MethodHandle GETSOCKOPT =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("getsockopt"),
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle GETSOCKNAME =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("getsockname"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    private LinuxSockets() {}

    /// Why the last call failed.
    static final class Errno {
        private final MemorySegment state = Arena.ofAuto().allocate(CAPTURED);

        int value() {
            return (int) ERRNO.get(state, 0L);
        }
    }

    /// `sendmmsg(2)` without waiting.
    ///
    /// @param messages array of `struct mmsghdr`
    /// @return how many were sent, or -1
    static int sendmmsg(int descriptor, MemorySegment messages, int count, Errno errno) {
        try {
            return (int)
                    SENDMMSG.invokeExact(errno.state, descriptor, messages, count, MSG_DONTWAIT);
        } catch (Throwable e) {
            throw new IllegalStateException("sendmmsg", e);
        }
    }

    /// The descriptor behind a channel, which Java does not tell: the only one whose receive buffer
    /// has the size that was just given to the channel.
    ///
    /// @return nothing if there is none, or if the socket is not of IPv6 (for both families)
    /// @throws IOException when the channel is closed or the process may not see its descriptors
    static OptionalInt descriptorOf(DatagramChannel channel) throws IOException {
        int before = channel.getOption(StandardSocketOptions.SO_RCVBUF);
        int mark = FIRST_MARK + MARKS.getAndIncrement() % FIRST_MARK;
        channel.setOption(StandardSocketOptions.SO_RCVBUF, mark);
        try (Arena arena = Arena.ofConfined();
                DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                int descriptor = Integer.parseInt(each.getFileName().toString());
                // The kernel counts its own overhead in, by doubling.
                if (receiveBuffer(descriptor, arena) == 2 * mark
                        && family(descriptor, arena) == AF_INET6) {
                    return OptionalInt.of(descriptor);
                }
            }
            return OptionalInt.empty();
        } finally {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, before);
        }
    }

    private static int receiveBuffer(int descriptor, Arena arena) {
        MemorySegment value = arena.allocate(JAVA_INT);
        MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
        try {
            int result =
                    (int) GETSOCKOPT.invokeExact(descriptor, SOL_SOCKET, SO_RCVBUF, value, length);
            return result == 0 ? value.get(JAVA_INT, 0) : -1;
        } catch (Throwable e) {
            throw new IllegalStateException("getsockopt", e);
        }
    }

    private static int family(int descriptor, Arena arena) {
        MemorySegment name = arena.allocate(128, Long.BYTES);
        MemorySegment length = arena.allocateFrom(JAVA_INT, 128);
        try {
            int result = (int) GETSOCKNAME.invokeExact(descriptor, name, length);
            return result == 0 ? name.get(JAVA_SHORT, 0) : -1;
        } catch (Throwable e) {
            throw new IllegalStateException("getsockname", e);
        }
    }
}
