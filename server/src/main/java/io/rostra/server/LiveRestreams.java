package io.rostra.server;

import io.rostra.platform.live.Restreams;
import io.rostra.streaming.egress.hls.Packager;
import io.rostra.streaming.egress.restream.PushConfig;
import io.rostra.streaming.egress.restream.RtmpPush;
import io.rostra.streaming.egress.restream.RtmpUrl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Pushes of rooms to RTMP servers. Thread-safe.
final class LiveRestreams implements Restreams, AutoCloseable {

    private final Programs programs;
    private final PushConfig config;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    LiveRestreams(Programs programs, PushConfig config) {
        this.programs = programs;
        this.config = config;
    }

    @Override
    public void start(String roomId, List<String> urls, Listener listener) {
        List<RtmpUrl> parsed = urls.stream().map(RtmpUrl::parse).toList();
        if (parsed.isEmpty()) {
            throw new IllegalArgumentException("there is no RTMP URL");
        }
        var fresh = new Room(roomId);
        Room room = rooms.computeIfAbsent(roomId, _ -> fresh);
        if (!room.add(parsed, listener)) {
            listener.onRefused(
                    409, "A room can be pushed to at most " + MAX_TARGETS + " targets at a time.");
            return;
        }
        if (room == fresh && !programs.use(roomId, room)) {
            rooms.remove(roomId, room);
            listener.onRefused(409, "Nobody is in the room.");
        }
    }

    @Override
    public void stop(String roomId, List<String> urls) {
        Room room = rooms.get(roomId);
        if (room != null) {
            urls.forEach(room::stop);
        }
    }

    @Override
    public void stop(String roomId) {
        Room room = rooms.get(roomId);
        if (room != null) {
            room.stopAll();
        }
    }

    @Override
    public List<Target> targets(String roomId) {
        Room room = rooms.get(roomId);
        return room == null ? List.of() : room.targets();
    }

    @Override
    public void close() {
        rooms.values().forEach(Room::stopAll);
    }

    /// The pushes of one room.
    private final class Room implements Programs.User {
        private final String roomId;

        /// By URL. Guarded by this object.
        private final Map<String, Push> pushes = new LinkedHashMap<>();

        private @Nullable Packager packager;

        /// No push can be added any more: the last one has ended.
        private boolean over;

        Room(String roomId) {
            this.roomId = roomId;
        }

        /// @return false when there would be too many
        synchronized boolean add(List<RtmpUrl> urls, Listener listener) {
            var added = new ArrayList<Push>();
            for (RtmpUrl url : urls) {
                if (!pushes.containsKey(url.text())
                        && added.stream().noneMatch(push -> push.url.equals(url))) {
                    added.add(new Push(this, url, listener));
                }
            }
            if (over || pushes.size() + added.size() > MAX_TARGETS) {
                return false;
            }
            for (Push push : added) {
                pushes.put(push.url.text(), push);
                push.become(State.STARTING, null);
                push.startIfOpen(packager, config);
            }
            return true;
        }

        @Override
        public synchronized void onOpen(Packager opened, Instant epoch) {
            packager = opened;
            pushes.values().forEach(push -> push.startIfOpen(opened, config));
        }

        @Override
        public void onStageEmpty() {
            stopAll();
        }

        @Override
        public void onBroken() {
            stopAll();
        }

        void stop(String url) {
            Push push;
            synchronized (this) {
                push = pushes.get(url);
            }
            if (push != null) {
                push.stop();
            }
        }

        void stopAll() {
            List<Push> all;
            synchronized (this) {
                all = List.copyOf(pushes.values());
            }
            all.forEach(Push::stop);
        }

        synchronized List<Target> targets() {
            return pushes.values().stream().map(Push::target).toList();
        }

        void remove(Push push) {
            synchronized (this) {
                pushes.remove(push.url.text(), push);
                if (!pushes.isEmpty() || over) {
                    return;
                }
                over = true;
            }
            rooms.remove(roomId, this);
            programs.leave(roomId, this);
        }
    }

    /// One push to one target.
    private static final class Push implements RtmpPush.Listener {
        private final Room room;
        private final RtmpUrl url;
        private final Listener listener;
        private volatile Target target;
        private @Nullable RtmpPush running;
        private boolean stopped;

        Push(Room room, RtmpUrl url, Listener listener) {
            this.room = room;
            this.url = url;
            this.listener = listener;
            this.target = new Target(url.address(), State.STARTING, Instant.now(), null);
        }

        Target target() {
            return target;
        }

        synchronized void startIfOpen(@Nullable Packager packager, PushConfig config) {
            if (packager != null && running == null && !stopped) {
                running = RtmpPush.start(packager, url, config, this);
            }
        }

        void stop() {
            RtmpPush push;
            synchronized (this) {
                if (stopped) {
                    return;
                }
                stopped = true;
                push = running;
            }
            if (push == null) {
                onStopped();
            } else {
                push.close();
            }
        }

        void become(State state, @Nullable String error) {
            target = new Target(url.address(), state, Instant.now(), error);
            listener.onChanged(target);
        }

        @Override
        public void onRunning() {
            become(State.RUNNING, null);
        }

        @Override
        public void onLost(String reason) {
            become(State.RECONNECTING, reason);
        }

        @Override
        public void onStopped() {
            room.remove(this);
            become(State.STOPPED, null);
        }

        @Override
        public void onFailed(String reason) {
            room.remove(this);
            become(State.FAILED, reason);
        }
    }
}
