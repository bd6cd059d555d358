package io.rostra.socketio.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.socketio.SocketIoOptions;
import io.rostra.socketio.SocketIoServer;
import io.rostra.socketio.engine.EngineOptions;
import io.rostra.socketio.engine.LocalServer;
import io.rostra.socketio.engine.RawWebSocket;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Members that mean harm to those who share a room with them, or to the server.
@Timeout(60)
final class HostileMemberTest {
    private static final int BYTES_PER_SECOND = 500_000;
    private static final RoomLimits LIMITS =
            new RoomLimits(3, 3, 1_000, 50, BYTES_PER_SECOND, 20_000, 20, Duration.ofMinutes(1));

    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void start() {
        start(LIMITS);
    }

    private void start(RoomLimits limits) {
        var io =
                new SocketIoServer(
                        vertx,
                        SocketIoOptions.defaults()
                                .withEngine(
                                        EngineOptions.defaults()
                                                .withLimits(200_000, 2_000_000, 100)));
        RoomEvents.install(io, io.main(), RoomAccess.anonymous(), limits);
        port = LocalServer.start(vertx, io::mount);
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private RawWebSocket connect() throws IOException {
        var socket = new RawWebSocket(port, "/socket.io/?EIO=4&transport=websocket");
        assertThat(socket.readText()).startsWith("0{");
        socket.text("40");
        assertThat(socket.readText()).startsWith("40{");
        return socket;
    }

    private static String create(RawWebSocket owner) throws IOException {
        owner.text("42[\"create-room\"]");
        return owner.readText().replaceAll(".*\"([^\"]+)\"]$", "$1");
    }

    private static RawWebSocket joined(RawWebSocket socket, String room) throws IOException {
        socket.text("421[\"join-room\",\"" + room + "\"]");
        assertThat(socket.readText()).startsWith("431[{\"room\"");
        return socket;
    }

    private static void assertRefused(RawWebSocket socket, String event, String code)
            throws IOException {
        socket.text("427" + event);
        assertThat(socket.readText()).startsWith("437[{\"error\":{\"code\":\"" + code + "\"");
    }

    @Test
    void whatDoesNotFitIsRefusedByName() throws IOException {
        try (RawWebSocket socket = connect()) {
            assertRefused(socket, "[\"join-room\",\"no-such-room\"]", "room-not-found");
            assertRefused(socket, "[\"join-room\",\"" + "x".repeat(200) + "\"]", "bad-request");
            assertRefused(socket, "[\"join-room\",{\"a\":1}]", "bad-request");
            assertRefused(socket, "[\"join-room\"]", "bad-request");
            assertRefused(socket, "[\"message\",\"x\"]", "not-in-room");
            assertRefused(socket, "[\"room-users\"]", "not-in-room");
            assertRefused(socket, "[\"leave-room\"]", "not-in-room");
            assertRefused(socket, "[\"media\",\"text\"]", "bad-request");
            create(socket);
            assertRefused(socket, "[\"message\"]", "bad-request");
            socket.text("45x-7[\"media\"]");
            assertThat(socket.readClose()).as("no such packet").isEqualTo(1007);
        }
    }

    @Test
    void aHeaderThatIsKeptForOthersIsSmall() throws IOException {
        try (RawWebSocket socket = connect()) {
            create(socket);
            socket.text("451-7[\"media\",{\"_placeholder\":true,\"num\":0},{\"init\":true}]");
            socket.binary(new byte[1_001]);
            assertThat(socket.readText()).startsWith("437[{\"error\":{\"code\":\"bad-request\"");
        }
    }

    /// Words beside the bytes, and messages, count like bytes: they go to everybody, too.
    @Test
    void giantWordsAreLimitedAsBytesAre() throws IOException {
        try (RawWebSocket giant = connect();
                RawWebSocket member = connect()) {
            String room = create(giant);
            joined(member, room);
            assertThat(giant.readText()).startsWith("42[\"user-joined\"");
            String words = "w".repeat(150_000);
            for (int i = 0; i < 5; i++) {
                giant.text(
                        "451-[\"media\",{\"_placeholder\":true,\"num\":0},{\"a\":\""
                                + words
                                + "\"}]");
                giant.binary(new byte[1]);
            }
            assertThat(giant.readText()).startsWith("42[\"room-error\",{\"code\":\"rate-limited\"");
            String answer = "";
            for (int i = 0; i < 10 && !answer.contains("rate-limited"); i++) {
                giant.text("427[\"message\",\"" + words + "\"]");
                answer = giant.readText();
            }
            assertThat(answer).contains("rate-limited");

            member.text("421[\"room-users\"]");
            answer = "";
            int heard = 0;
            while (!answer.startsWith("431[")) {
                RawWebSocket.Frame frame = member.read();
                answer = frame.text();
                heard += answer.length();
            }
            assertThat(heard).isLessThan(3 * BYTES_PER_SECOND);
        }
    }

    /// Beginnings are for everybody, but not at the price of a connection.
    @Test
    void beginningsWithoutEndDoNotCutOffWhoIsSlow() throws IOException {
        start(new RoomLimits(3, 3, 100_000, 50, 100_000_000, 1_000, 20, Duration.ofMinutes(1)));
        try (RawWebSocket giant = connect();
                RawWebSocket slow = connect()) {
            joined(slow, create(giant));
            assertThat(giant.readText()).startsWith("42[\"user-joined\"");
            for (int i = 0; i < 300; i++) {
                giant.text("451-7[\"media\",{\"_placeholder\":true,\"num\":0},{\"init\":true}]");
                giant.binary(new byte[100_000]);
                assertThat(giant.readText()).isEqualTo("437[true]");
            }
            slow.text("421[\"room-users\"]");
            String text = "";
            while (!text.startsWith("431[")) {
                RawWebSocket.Frame frame = slow.read();
                assertThat(frame.first()).isNotEqualTo(RawWebSocket.CLOSE);
                text = frame.first() == RawWebSocket.TEXT ? frame.text() : "";
            }

            giant.text("451-[\"media\",{\"_placeholder\":true,\"num\":0},{\"key\":true}]");
            giant.binary(new byte[1]);
            assertThat(slow.readText()).as("first the beginning").contains("\"init\":true");
            assertThat(slow.read().payload()).hasSize(100_000);
            assertThat(slow.readText()).contains("\"key\":true");
        }
    }

    /// Messages are not left out for who is slow, so there may not be so many of them that a slow
    /// member's connection overflows.
    @Test
    void messagesOfOneDoNotCutOffWhoIsSlow() throws IOException {
        try (RawWebSocket flood = connect();
                RawWebSocket slow = connect()) {
            joined(slow, create(flood));
            assertThat(flood.readText()).startsWith("42[\"user-joined\"");
            String words = "w".repeat(100_000);
            int sent = 0;
            for (int i = 0; i < 18; i++) {
                flood.text("427[\"message\",\"" + words + "\"]");
                if (flood.readText().equals("437[true]")) {
                    sent++;
                }
            }
            assertThat(sent).as("320,000 bytes at once, 20,000 a second").isBetween(3, 8);
            flood.text("451-7[\"media\",{\"_placeholder\":true,\"num\":0}]");
            flood.binary(new byte[1_000]);
            assertThat(flood.readText()).as("media goes on").isEqualTo("437[true]");

            slow.text("421[\"room-users\"]");
            int heard = 0;
            RawWebSocket.Frame frame = slow.read();
            while (!(frame.first() == RawWebSocket.TEXT && frame.text().startsWith("431["))) {
                assertThat(frame.first()).isNotEqualTo(RawWebSocket.CLOSE);
                if (frame.first() == RawWebSocket.TEXT && frame.text().startsWith("42[\"message")) {
                    heard++;
                }
                frame = slow.read();
            }
            assertThat(heard).isEqualTo(sent);
        }
    }

    @Test
    void whoIsRefusedAgainAndAgainIsCutOff() throws IOException {
        try (RawWebSocket flood = connect();
                RawWebSocket member = connect()) {
            create(member);
            for (int i = 0; i < 200; i++) {
                flood.text("42[\"join-room\",\"nothing\"]");
            }
            assertThat(flood.readClose()).isPositive();
            member.text("421[\"room-users\"]");
            assertThat(member.readText()).startsWith("431[[");
        }
    }

    @Test
    void roomsAndMembersAreLimited() throws IOException {
        try (RawWebSocket a = connect();
                RawWebSocket b = connect();
                RawWebSocket c = connect();
                RawWebSocket d = connect()) {
            String room = create(a);
            create(b);
            create(c);
            assertRefused(d, "[\"create-room\"]", "too-many-rooms");
            joined(b, room);
            joined(c, room);
            assertRefused(d, "[\"join-room\",\"" + room + "\"]", "room-full");
        }
    }
}
