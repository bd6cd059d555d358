package io.rostra.server;

import io.rostra.sfu.Sfu;
import io.rostra.streaming.egress.EgressConfig;
import io.rostra.streaming.egress.LiveEgress;
import io.rostra.streaming.egress.LiveSink;
import io.rostra.streaming.egress.RoomLook;
import io.rostra.streaming.egress.hls.HlsConfig;
import io.rostra.streaming.egress.hls.Packager;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.VideoFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rooms whose stage is made into segments, for whoever uses them: an audience, a recording, a
/// push. A room has one program however many use it; it begins with the first and ends with the
/// last. Thread-safe; no call blocks.
final class Programs implements AutoCloseable {

    private final Stages stages;
    private final Map<String, Program> programs = new HashMap<>();

    Programs(Stages stages) {
        this.stages = stages;
    }

    /// Where programs come from.
    @FunctionalInterface
    interface Stages {
        /// Follows the stage of a room until the answer is run.
        ///
        /// @return empty when nobody is in the room
        Optional<Runnable> follow(
                String roomId, LiveSink.Factory sinks, LiveEgress.Listener listener);
    }

    /// @param looks how a room wants to be shown
    static Stages of(Sfu sfu, EgressConfig config, Function<String, RoomLook.Source> looks) {
        return (roomId, sinks, listener) ->
                sfu.findRouter(roomId)
                        .map(router ->
                                LiveEgress.start(
                                                router,
                                                config,
                                                looks.apply(roomId),
                                                sinks,
                                                listener)
                                        ::close);
    }

    /// Uses the program of one room. Called on any thread.
    interface User {
        /// Outputs can join. Called once at most.
        ///
        /// @param epoch the instant that timestamp 0 of both media means
        void onOpen(Packager packager, Instant epoch);

        /// Nobody has been on stage for so long that the program is over. The packager closes.
        void onStageEmpty();

        /// The program broke. The packager closes.
        void onBroken();
    }

    /// @return false when nobody is in the room
    boolean use(String roomId, User user) {
        Packager open;
        Instant epoch;
        synchronized (this) {
            Program program = programs.get(roomId);
            if (program == null) {
                program = new Program(roomId);
                Optional<Runnable> stop = stages.follow(roomId, program::open, program);
                if (stop.isEmpty()) {
                    return false;
                }
                program.stop = stop.get();
                programs.put(roomId, program);
            }
            program.users.add(user);
            open = program.packager;
            epoch = program.epoch;
        }
        if (open != null) {
            user.onOpen(open, epoch);
        }
        return true;
    }

    /// What the room's program lacks because more would be too much for this machine.
    Optional<String> degradation(String roomId) {
        synchronized (this) {
            Program program = programs.get(roomId);
            return program == null || program.degradation.isEmpty()
                    ? Optional.empty()
                    : Optional.of(program.degradation);
        }
    }

    /// How many programs lack something.
    synchronized long degraded() {
        return programs.values().stream().filter(program -> !program.degradation.isEmpty()).count();
    }

    /// Nothing happens when `user` does not use the room.
    synchronized void leave(String roomId, User user) {
        Program program = programs.get(roomId);
        if (program != null && program.users.remove(user) && program.users.isEmpty()) {
            programs.remove(roomId);
            program.stop.run();
        }
    }

    @Override
    public synchronized void close() {
        programs.values().forEach(program -> program.stop.run());
        programs.clear();
    }

    private final class Program implements LiveEgress.Listener {
        private final String roomId;

        /// Guarded by the outer object, as are the fields below.
        private final List<User> users = new ArrayList<>();

        private Runnable stop = () -> {};
        private @Nullable Packager packager;
        private Instant epoch = Instant.EPOCH;
        private String degradation = "";

        Program(String roomId) {
            this.roomId = roomId;
        }

        LiveSink open(Instant newEpoch, Runnable keyFrameRequest) {
            var opened = new Packager(HlsConfig.defaults(), keyFrameRequest::run);
            List<User> waiting;
            synchronized (Programs.this) {
                packager = opened;
                epoch = newEpoch;
                waiting = List.copyOf(users);
            }
            waiting.forEach(user -> user.onOpen(opened, newEpoch));
            return new PackagerSink(opened);
        }

        @Override
        public void onStageEmpty() {
            end().forEach(User::onStageEmpty);
        }

        @Override
        public void onFailed(RuntimeException cause) {
            end().forEach(User::onBroken);
        }

        @Override
        public void onDegraded(String what) {
            synchronized (Programs.this) {
                degradation = what;
            }
        }

        private List<User> end() {
            synchronized (Programs.this) {
                programs.remove(roomId, this);
                stop.run();
                List<User> told = List.copyOf(users);
                users.clear();
                return told;
            }
        }
    }

    /// The packager as the end of a live stream.
    private record PackagerSink(Packager packager) implements LiveSink {
        @Override
        public void onVideo(VideoFrame frame) {
            packager.onVideo(frame);
        }

        @Override
        public void onAudio(AudioFrame frame) {
            packager.onAudio(frame);
        }

        @Override
        public void onLayer(int layer, VideoFrame frame) {
            packager.onLayer(layer, frame);
        }

        @Override
        public void onLayerChanged(int layer) {
            packager.onLayerChanged(layer);
        }

        @Override
        public void onDiscontinuity() {
            packager.onDiscontinuity();
        }

        @Override
        public void onClock(long nowNanos) {
            packager.onClock(nowNanos);
        }

        @Override
        public void close() {
            packager.close();
        }
    }
}
