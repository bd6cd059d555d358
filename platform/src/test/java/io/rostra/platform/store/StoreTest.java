package io.rostra.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rostra.platform.live.LiveWish;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.room.Room;
import io.rostra.platform.template.LiveStreamingKit;
import io.rostra.platform.template.Template;
import io.rostra.platform.webhook.LinkSigner;
import io.rostra.platform.webhook.WebhookPayloads;
import io.rostra.platform.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

    @TempDir Path folder;

    private Database database;
    private PlatformStores stores;
    private RoomStore rooms;
    private TemplateStore templates;
    private Workspace workspace;

    TestDatabase kind() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void open() {
        database = kind().open(folder);
        stores = PlatformStores.of(database, InstantSource.system());
        stores.fillIfEmpty();
        templates = stores.templates();
        rooms = stores.rooms();
        workspace = stores.workspaces().all().getFirst();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void firstStartMakesAWorkspaceWithKeysAKitAndARoom() {
        assertThat(workspace.subdomain()).isEqualTo("default");
        assertThat(workspace.keys().secret()).hasSize(64);
        assertThat(workspace.keys().toString()).doesNotContain(workspace.keys().secret());
        assertThat(workspace.toString()).doesNotContain(workspace.keys().secret());

        Room room = theRoom();
        assertThat(room.name()).isEqualTo("Main Stage");
        assertThat(room.enabled()).isTrue();
        Template template = rooms.templateOf(room);
        assertThat(template.roles().keySet()).containsExactly("broadcaster", "hls-viewer");
        assertThat(template).isEqualTo(LiveStreamingKit.template(template.id()));
        assertThat(template.role("broadcaster").orElseThrow().usesWebRtc()).isTrue();
        assertThat(template.role("hls-viewer").orElseThrow().usesWebRtc()).isFalse();
    }

    @Test
    void everythingIsThereOnTheNextStart() {
        Room room = theRoom();
        Room made = rooms.createOrReplace(workspace.id(), room.templateId(), "later", "");
        close();
        open();

        assertThat(stores.workspaces().all()).containsExactly(workspace);
        assertThat(rooms.findRoom(room.id())).contains(room);
        assertThat(rooms.findRoom(made.id())).contains(made);
    }

    @Test
    void onlyTheOwnerCanReadTheFilesThatHoldTheSecret() throws Exception {
        assumeTrue(kind() == TestDatabase.SQLITE);
        try (var files = Files.list(folder.resolve("data"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void namesAreUniqueWhateverTheirCase() throws Exception {
        String template = theRoom().templateId();
        Room first = rooms.createOrReplace(workspace.id(), template, "Übung", "one");
        Room again = rooms.createOrReplace(workspace.id(), template, "übung", "two");

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.name()).isEqualTo("übung");
        assertThat(again.description()).isEqualTo("two");
        assertThatThrownBy(() ->
                        rooms.update(
                                workspace.id(),
                                theRoom().id(),
                                new RoomChange("ÜBUNG", null, null)))
                .isInstanceOf(NameTakenException.class);
        assertThat(rooms.update(workspace.id(), first.id(), new RoomChange("ÜBUNG", null, null)))
                .map(Room::name)
                .contains("ÜBUNG");
    }

    @Test
    void changesOnlyWhatIsNamed() throws Exception {
        Room room = theRoom();

        Room disabled =
                rooms.update(workspace.id(), room.id(), new RoomChange(null, null, false))
                        .orElseThrow();

        assertThat(disabled.enabled()).isFalse();
        assertThat(disabled.name()).isEqualTo(room.name());
        assertThat(rooms.createOrReplace(workspace.id(), room.templateId(), room.name(), "x"))
                .matches(replaced -> !replaced.enabled(), "stays disabled");
        assertThat(
                        rooms.update(
                                workspace.id(),
                                "000000000000000000000000",
                                new RoomChange("a", null, null)))
                .isEmpty();
    }

    @Test
    void foreignWorkspacesSeeNothing() throws Exception {
        Room room = theRoom();

        assertThat(rooms.find("ffffffffffffffffffffffff", room.id())).isEmpty();
        assertThat(
                        rooms.update(
                                "ffffffffffffffffffffffff",
                                room.id(),
                                new RoomChange("mine", null, null)))
                .isEmpty();
        assertThat(rooms.list("ffffffffffffffffffffffff", RoomQuery.enabled(100))).isEmpty();
    }

    @Test
    void pagesThroughAllRoomsNewestFirst() {
        String template = theRoom().templateId();
        List<String> made =
                IntStream.range(0, 25)
                        .mapToObj(i ->
                                rooms.createOrReplace(workspace.id(), template, "room-" + i, "")
                                        .id())
                        .toList();

        List<Room> first = rooms.list(workspace.id(), RoomQuery.enabled(20));
        List<Room> rest =
                rooms.list(
                        workspace.id(),
                        new RoomQuery(true, null, null, null, null, first.getLast().id(), 20));

        assertThat(first).extracting(Room::id).startsWith(made.getLast()).hasSize(20);
        assertThat(rest).hasSize(6);
        assertThat(first).doesNotContainAnyElementsOf(rest);
    }

    @Test
    void manyThreadsMayCreateRoomsAtOnce() throws Exception {
        String template = theRoom().templateId();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 100)
                    .forEach(i ->
                            threads.submit(() ->
                                    rooms.createOrReplace(
                                            workspace.id(), template, "room-" + i % 50, "")));
        }
        assertThat(rooms.list(workspace.id(), RoomQuery.enabled(100))).hasSize(51);
    }

    @Test
    void aBackupHoldsWhatWasAcknowledged() throws Exception {
        assumeTrue(kind() == TestDatabase.SQLITE);
        Room made = rooms.createOrReplace(workspace.id(), theRoom().templateId(), "kept", "");
        Path backup = folder.resolve("backup.db");

        database.backup(backup);

        Database.check(backup);
        try (Database copy = Database.open(backup)) {
            assertThat(PlatformStores.of(copy, InstantSource.system()).rooms().findRoom(made.id()))
                    .contains(made);
        }
        assertThatThrownBy(() -> database.backup(backup)).hasMessageContaining("exists");
        Path damaged = Files.writeString(folder.resolve("damaged.db"), "no database");
        assertThatThrownBy(() -> Database.check(damaged)).hasMessageContaining("damaged.db");
        assertThatThrownBy(() -> Database.check(folder.resolve("none")))
                .hasMessageContaining("no file");
    }

    @Test
    void whatADeadProcessLeftOpenIsEnded() {
        Instant at = Instant.ofEpochMilli(1_700_000_000_000L);
        String session = "6553f100" + "0".repeat(16);
        var ann = new RoomEvent.PeerIdentity("ann", "u", "Ann", "", "broadcaster", at);
        var history =
                new RoomHistory(
                        stores,
                        new WebhookPayloads("http://localhost", new LinkSigner(() -> "secret")));
        history.record(
                List.of(
                        new RoomEvent.SessionOpened(theRoom().id(), session, at),
                        new RoomEvent.PeerJoined(theRoom().id(), session, ann, at),
                        new RoomEvent.LiveRequested(
                                theRoom().id(), "1".repeat(24), "", LiveWish.ANY, at)));
        close();
        open();
        stores.closeAbandoned();

        Session ended = stores.sessions().find(workspace.id(), session).orElseThrow();
        assertThat(ended.active()).isFalse();
        assertThat(ended.peers())
                .singleElement()
                .satisfies(peer -> {
                    assertThat(peer.leftAt()).isEqualTo(at);
                    assertThat(peer.reason()).isEqualTo("server removed peer");
                });
        assertThat(stores.liveStreams().find(workspace.id(), "1".repeat(24)).orElseThrow().status())
                .isEqualTo(LiveStreamRun.Status.FAILED);
        assertThat(stores.sessions().purge(at.plusSeconds(10))).isTrue();
        assertThat(stores.sessions().find(workspace.id(), session)).isEmpty();
    }

    @Test
    void aRoomCanBeLocked() {
        Room room = theRoom();
        rooms.disable(room);
        assertThat(rooms.findRoom(room.id()).orElseThrow().enabled()).isFalse();
    }

    private Room theRoom() {
        return rooms.list(workspace.id(), RoomQuery.enabled(100)).getLast();
    }
}
