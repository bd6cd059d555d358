package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.container.ContainerFrame;
import io.rostra.sfu.Router;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.SfuConfig;
import io.rostra.streaming.ingest.ChunkIngest;
import io.rostra.streaming.testing.Recordings;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recordings of Chromium go into a router and come out again for those who want them.
class ChunkEgressTest {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

    private final Map<String, ChunkPlayer> players = new ConcurrentHashMap<>();
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private Sfu sfu;
    private Router room;
    private ChunkEgress egress;

    private final ChunkEgress.Audience audience =
            new ChunkEgress.Audience() {
                @Override
                public boolean wants(String peerId) {
                    return wanted.contains(peerId);
                }

                @Override
                public boolean onChunk(String peerId, ChunkEgress.Chunk chunk) {
                    return players.computeIfAbsent(peerId, _ -> new ChunkPlayer()).take(chunk);
                }

                @Override
                public void onEnded(String peerId) {
                    told.add("end of " + peerId);
                }
            };

    @BeforeEach
    void open() throws IOException {
        sfu = Sfu.start(new SfuConfig(0, 1, List.of()));
        room = sfu.openRouter("room");
        egress = new ChunkEgress(room, audience, running);
    }

    @AfterEach
    void close() {
        egress.close();
        sfu.close();
        assertThat(sfu.failedTasks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium-vp8-opus.webm", "chromium-h264-opus.mp4"})
    void whatGoesInComesOutFromAKeyFrameOn(String recording) throws Exception {
        wanted.add("ann");
        publish("ann", recording);
        List<ContainerFrame> recorded = Recordings.pictures(recording);
        byte[] last = recorded.getLast().data();

        await(() -> pictures("ann") > 0 && Arrays.equals(played("ann").getLast().data(), last));
        assertThat(players.get("ann").types()).hasSize(1);
        List<ContainerFrame> played = played("ann");
        assertThat(played.size()).isGreaterThan(10);
        List<ContainerFrame> tail =
                recorded.subList(recorded.size() - played.size(), recorded.size());
        long shift = played.getFirst().timeMicros() - tail.getFirst().timeMicros();
        for (int i = 0; i < played.size(); i++) {
            assertThat(played.get(i).keyFrame()).isEqualTo(tail.get(i).keyFrame());
            assertThat(played.get(i).data()).isEqualTo(tail.get(i).data());
            assertThat(played.get(i).timeMicros() - tail.get(i).timeMicros())
                    .isBetween(shift - 40_000, shift + 40_000);
        }
    }

    @Test
    void nobodyIsMuxedForNobody() throws Exception {
        wanted.add("ann");
        publish("bea", "chromium-vp8-opus.webm");
        publish("ann", "chromium-h264-opus.mp4");
        await(() -> pictures("ann") >= 5);
        assertThat(players).doesNotContainKey("bea");
        assertThat(running).hasValue(1);

        wanted.remove("ann");
        egress.reconsider();
        await(() -> told.contains("end of ann"));
        assertThat(running).hasValue(0);
        onLoop(() -> assertThat(room.tracks()).isNotEmpty()); // it goes on for everybody else
    }

    @Test
    void whoIsWantedLaterBeginsWithAKeyFrame() throws Exception {
        publish("ann", "chromium-vp8-opus.webm");
        await(() -> onLoop(() -> room.tracks().size() == 2));
        wanted.add("ann");
        egress.welcome();

        await(() -> players.containsKey("ann") && pictures("ann") > 3);
        assertThat(players.get("ann").last().pictures.getFirst().keyFrame()).isTrue();
    }

    @Test
    void whatIsUnpublishedEnds() throws Exception {
        wanted.add("ann");
        ChunkIngest ingest = publish("ann", "chromium-vp8-opus.webm");
        await(() -> players.containsKey("ann") && pictures("ann") > 3);
        onLoop(() -> {
            ingest.close();
            return true;
        });
        await(() -> told.contains("end of ann"));
    }

    private int pictures(String peerId) {
        ChunkPlayer player = players.get(peerId);
        return player == null || player.beginnings.isEmpty() ? 0 : player.last().pictures.size();
    }

    private List<ContainerFrame> played(String peerId) {
        return players.get(peerId).last().pictures;
    }

    private ChunkIngest publish(String peerId, String name) {
        return Recordings.publish(room, peerId, name);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private <T> T onLoop(Supplier<T> supplier) {
        return room.loop().call(supplier).orTimeout(10, TimeUnit.SECONDS).join();
    }
}
