package io.rostra.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.rostra.socketio.engine.OutboundMessage.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OutboundTest {
    private static OutboundMessage message(int bytes, Delivery delivery) {
        return OutboundMessage.encoded(new byte[bytes], new byte[0][], delivery, true);
    }

    @Test
    void queueKeepsOrderAndBytesThroughGrowthAndWrapping() {
        Random random = new Random(10);
        OutboundQueue queue = new OutboundQueue(Integer.MAX_VALUE);
        Deque<OutboundMessage> expected = new ArrayDeque<>();
        for (int i = 0; i < 10_000; i++) {
            if (random.nextInt(3) > 0) {
                OutboundMessage message = message(random.nextInt(50), Delivery.RELIABLE);
                queue.offer(message, true);
                expected.add(message);
            } else if (!expected.isEmpty()) {
                int count = 1 + random.nextInt(expected.size());
                for (int n = 0; n < count; n++) {
                    assertThat(queue.get(n)).isSameAs(expected.remove());
                }
                queue.removeFirst(count);
            }
            if (i % 100 == 0) {
                queue.trim();
            }
            assertThat(queue.size()).isEqualTo(expected.size());
            long bytes = expected.stream().mapToLong(OutboundMessage::wireBytes).sum();
            assertThat(queue.bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void deliveryDecidesWhatHappensWhenTheClientIsBehind() {
        OutboundQueue queue = new OutboundQueue(100);
        assertThat(queue.offer(message(500, Delivery.RELIABLE), true))
                .as("a large message alone")
                .isEqualTo(OutboundQueue.Offer.QUEUED);
        queue.clear();
        assertThat(queue.offer(message(10, Delivery.VOLATILE), true))
                .isEqualTo(OutboundQueue.Offer.DROPPED);
        assertThat(queue.offer(message(38, Delivery.LOSSY), true))
                .isEqualTo(OutboundQueue.Offer.QUEUED);
        assertThat(queue.offer(message(38, Delivery.LOSSY), true))
                .as("beyond half")
                .isEqualTo(OutboundQueue.Offer.DROPPED);
        assertThat(queue.offer(message(38, Delivery.RELIABLE), true))
                .isEqualTo(OutboundQueue.Offer.QUEUED);
        assertThat(queue.offer(message(38, Delivery.RELIABLE), true))
                .isEqualTo(OutboundQueue.Offer.OVERFLOW);
    }

    @Test
    void clientsWithTheSameMessagesShareOneBuffer() {
        WriteBatch batch = new WriteBatch();
        List<OutboundQueue> queues = new ArrayList<>();
        List<ByteBuf> buffers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            queues.add(new OutboundQueue(1000));
        }
        for (String text : List.of("one", "two")) {
            OutboundMessage message = OutboundMessage.text(text);
            queues.forEach(queue -> queue.offer(message, false));
        }
        queues.get(2).offer(OutboundMessage.text("three"), false);
        for (OutboundQueue queue : queues) {
            buffers.add(batch.take(queue, UnpooledByteBufAllocator.DEFAULT, EngineProtocol.V4));
            assertThat(queue.isEmpty()).isTrue();
        }
        assertThat(buffers.get(0).memoryAddress()).isEqualTo(buffers.get(1).memoryAddress());
        batch.release();
        assertThat(Frames.read(buffers.get(1))).containsExactly("4one", "4two");
        assertThat(Frames.read(buffers.get(0))).containsExactly("4one", "4two");
        assertThat(Frames.read(buffers.get(2))).containsExactly("4one", "4two", "4three");
        for (ByteBuf buffer : buffers) {
            buffer.release();
        }
        assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
    }

    @Test
    void clientsOfDifferentProtocolsDoNot() {
        WriteBatch batch = new WriteBatch();
        OutboundMessage message = OutboundMessage.binary(new byte[] {1});
        List<Object> read = new ArrayList<>();
        for (EngineProtocol protocol : EngineProtocol.values()) {
            OutboundQueue queue = new OutboundQueue(1000);
            queue.offer(message, false);
            ByteBuf buffer = batch.take(queue, UnpooledByteBufAllocator.DEFAULT, protocol);
            read.addAll(Frames.read(buffer));
            buffer.release();
        }
        batch.release();
        assertThat(read).containsExactly(new byte[] {4, 1}, new byte[] {1});
    }

    @Test
    void handshakesLeaveAlone() {
        WriteBatch batch = new WriteBatch();
        OutboundQueue queue = new OutboundQueue(1000);
        queue.offer(OutboundMessage.text("a"), false);
        queue.offer(OutboundMessage.handshake("40".getBytes(StandardCharsets.UTF_8)), false);
        queue.offer(OutboundMessage.text("b"), false);
        List<Integer> left = new ArrayList<>();
        while (!queue.isEmpty()) {
            batch.take(queue, UnpooledByteBufAllocator.DEFAULT, EngineProtocol.V4).release();
            left.add(queue.size());
        }
        batch.release();
        assertThat(left).containsExactly(2, 1, 0);
    }

    @Test
    void deadlinesComeInOrderWithOneTimer() {
        List<Runnable> timers = new ArrayList<>();
        List<String> expired = new ArrayList<>();
        Deadlines<String> line = new Deadlines<>(100, (_, task) -> timers.add(task), expired::add);
        Deadlines.Entry<String> a = new Deadlines.Entry<>("a");
        Deadlines.Entry<String> b = new Deadlines.Entry<>("b");
        Deadlines.Entry<String> c = new Deadlines.Entry<>("c");
        line.add(a, 0);
        line.add(b, 10);
        line.add(c, 20);
        line.advance(99);
        assertThat(expired).isEmpty();
        b.cancel();
        line.add(a, 30);
        line.advance(125);
        assertThat(expired).containsExactly("c");
        line.advance(130);
        assertThat(expired).containsExactly("c", "a");
        assertThat(timers).hasSize(1);
    }
}
