package io.rostra.sfu.bench;

import io.rostra.media.rtp.RtpPacket;
import io.rostra.sfu.browser.BrowserLoop;
import io.rostra.sfu.browser.TestPublisher;
import io.rostra.sfu.browser.TestSubscriber;
import io.rostra.sfu.browser.TestTrack;
import io.rostra.sfu.publish.MediaKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Publishers that send 720p-like video of about 2 Mbit/s (30 frames a second of seven packets) and
/// Opus-like sound, and subscribers that count what comes and how long it took. All of it on one
/// thread, except what is said to be thread-safe.
final class Traffic implements AutoCloseable {

    private static final int PACKETS_PER_FRAME = 7;
    private static final int VIDEO_BYTES = 1_190;
    private static final int SOUND_BYTES = 100;
    private static final int KEY_FRAME_EVERY = 60;
    private static final int SENT_AT = 4;

    /// Delays are counted by microseconds up to 200 ms.
    private static final int LONGEST_MICROS = 200_000;

    private final BrowserLoop loop = new BrowserLoop();
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<TestSubscriber> subscribers = new ArrayList<>();
    private final int[] delays = new int[LONGEST_MICROS + 1];
    private final Map<Integer, Source> sources = new HashMap<>();
    private boolean counting;
    private long sent;
    private long received;
    private long missing;

    /// The numbers of one source as they came to one subscriber.
    private static final class Source {
        private int highest = -1;
    }

    private static final class Publisher {
        private final TestPublisher client;
        private final TestTrack camera;
        private final TestTrack microphone;
        private int frames;

        Publisher(BrowserLoop loop, int number, int port) throws IOException {
            client = new TestPublisher(loop, port);
            camera = client.addTrack(MediaKind.VIDEO, "camera" + number, "stream" + number);
            microphone = client.addTrack(MediaKind.AUDIO, "microphone" + number, "stream" + number);
        }
    }

    /// @param sent packets by publishers
    /// @param received by all subscribers
    /// @param missing of what subscribers should have had
    /// @param micros delays in microseconds: median, 99th percentile, longest
    record Counted(long sent, long received, long missing, int[] micros) {}

    Traffic() throws IOException {}

    /// Thread-safe. Returns when media flows from it.
    void publish(Target target, int number) throws Exception {
        Publisher publisher = loop.call(() -> new Publisher(loop, number, target.mediaPort()));
        String offer = loop.call(publisher.client::offer);
        String answer = target.publish(publisher.camera.id(), publisher.microphone.id(), offer);
        loop.call(() -> {
            publisher.client.onAnswer(answer);
            return true;
        });
        loop.await("a publisher to connect", () -> publisher.client.browser().connected());
        loop.run(() -> {
            publishers.add(publisher);
            frame(publisher);
        });
    }

    /// Thread-safe. Returns when it is connected.
    ///
    /// @param feedback whether it reports what arrives, so that congestion control works
    void subscribe(Target target, boolean feedback) throws Exception {
        TestSubscriber subscriber = loop.call(() -> new TestSubscriber(loop, target.mediaPort()));
        loop.run(() -> {
            if (feedback) {
                subscriber.giveFeedback();
            }
            subscriber.handTo(this::onPacket);
        });
        Target.Subscription subscription = target.subscribe();
        String answer = loop.call(() -> subscriber.answer(subscription.offer()));
        target.answer(subscription, answer);
        loop.await("a subscriber to connect", () -> subscriber.browser().connected());
        loop.run(() -> subscribers.add(subscriber));
    }

    /// Thread-safe. Media flows from now on.
    void start(ScheduledExecutorService clock) {
        clock.scheduleAtFixedRate(
                () -> loop.execute(() -> publishers.forEach(this::frame)),
                0,
                33_333,
                TimeUnit.MICROSECONDS);
        clock.scheduleAtFixedRate(
                () -> loop.execute(() -> publishers.forEach(this::sound)),
                0,
                20,
                TimeUnit.MILLISECONDS);
    }

    private void frame(Publisher publisher) {
        boolean key = publisher.frames++ % KEY_FRAME_EVERY == 0;
        var payloads = new ArrayList<byte[]>();
        for (int i = 0; i < PACKETS_PER_FRAME; i++) {
            byte[] payload = new byte[VIDEO_BYTES];
            // FU-A (RFC 6184 section 5.8) of an IDR picture or of another.
            payload[0] = key ? (byte) 0x7C : (byte) 0x5C;
            int flags = i == 0 ? 0x80 : i == PACKETS_PER_FRAME - 1 ? 0x40 : 0;
            payload[1] = (byte) (flags | (key ? 5 : 1));
            payload[2] = (byte) 0x88;
            payloads.add(stamped(payload));
        }
        if (key) {
            payloads.addFirst(
                    new byte[] {0x78, 0, 4, 0x67, 0x42, (byte) 0xE0, 0x1F, 0, 2, 0x68, 1});
        }
        publisher.client.sendPayloads(publisher.camera, payloads);
        sent += counting ? payloads.size() : 0;
    }

    private void sound(Publisher publisher) {
        byte[] payload = new byte[SOUND_BYTES];
        payload[0] = 0x78;
        publisher.client.sendPayloads(publisher.microphone, List.of(stamped(payload)));
        sent += counting ? 1 : 0;
    }

    private static byte[] stamped(byte[] payload) {
        ByteBuffer.wrap(payload).putLong(SENT_AT, System.nanoTime());
        return payload;
    }

    private void onPacket(RtpPacket packet) {
        Source source = sources.computeIfAbsent(packet.ssrc(), _ -> new Source());
        int number = packet.sequenceNumber();
        int ahead = (short) (number - source.highest);
        boolean first = source.highest < 0;
        if (first || ahead > 0) {
            source.highest = number;
        }
        if (!counting) {
            return;
        }
        received++;
        missing += first ? 0 : ahead > 0 ? ahead - 1 : -1;
        if (packet.payloadLength() > SENT_AT + Long.BYTES) {
            long at = ByteBuffer.wrap(packet.buffer()).getLong(packet.payloadOffset() + SENT_AT);
            long micros = (System.nanoTime() - at) / 1_000;
            delays[Math.clamp(micros, 0, LONGEST_MICROS)]++;
        }
    }

    /// Thread-safe. Counts from now on.
    void begin() {
        loop.run(() -> {
            Arrays.fill(delays, 0);
            sent = 0;
            received = 0;
            missing = 0;
            counting = true;
        });
    }

    /// Thread-safe. Ends what [#begin] began.
    Counted end() {
        return loop.call(() -> {
            counting = false;
            int[] micros = {percentile(50), percentile(99), percentile(100)};
            return new Counted(sent, received, missing, micros);
        });
    }

    private int percentile(int percent) {
        long all = Arrays.stream(delays).asLongStream().sum();
        long seen = 0;
        for (int i = 0; i < delays.length; i++) {
            seen += delays[i];
            if (seen > 0 && seen * 100 >= all * percent) {
                return i;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        loop.close();
    }
}
