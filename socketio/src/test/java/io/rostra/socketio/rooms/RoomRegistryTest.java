package io.rostra.socketio.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.socketio.Namespace;
import io.rostra.socketio.SocketIoOptions;
import io.rostra.socketio.SocketIoServer;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomRegistryTest {
    private final Vertx vertx = Vertx.vertx();
    private final Namespace namespace =
            new SocketIoServer(vertx, SocketIoOptions.defaults()).main();
    private final RoomRegistry rooms = new RoomRegistry(2);

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private MediaRoom room(String id) {
        return new MediaRoom(namespace, id, false);
    }

    @Test
    void refusesMoreRoomsThanThereIsPlaceFor() {
        assertThat(rooms.add(room("a"))).isTrue();
        assertThat(rooms.add(room("b"))).isTrue();
        assertThat(rooms.add(room("c"))).isFalse();
        assertThat(rooms.find("c")).isNull();
        assertThat(rooms.size()).isEqualTo(2);
    }

    @Test
    void theRoomThatHasBeenEmptyForLongestMakesPlace() {
        MediaRoom a = room("a");
        MediaRoom b = room("b");
        rooms.add(a);
        rooms.add(b);
        rooms.onEmpty(b);
        rooms.onEmpty(a);
        rooms.onEntered(b);
        rooms.onEmpty(b);
        assertThat(rooms.add(room("c"))).isTrue();
        assertThat(rooms.find("a")).isNull();
        assertThat(rooms.find("b")).isSameAs(b);
    }

    @Test
    void aRemovedRoomMakesPlaceOnce() {
        MediaRoom a = room("a");
        rooms.add(a);
        rooms.add(room("b"));
        rooms.remove(a);
        rooms.remove(a);
        assertThat(rooms.add(room("c"))).isTrue();
        assertThat(rooms.add(room("d"))).isFalse();
    }

    @Test
    void roomsOfSeatsDoNotCount() {
        rooms.add(room("a"));
        rooms.add(room("b"));
        assertThat(rooms.add(new MediaRoom(namespace, "c", true))).isTrue();
        assertThat(rooms.add(room("d"))).isFalse();
    }
}
