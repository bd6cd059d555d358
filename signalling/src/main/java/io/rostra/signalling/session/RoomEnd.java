package io.rostra.signalling.session;

import io.rostra.platform.live.StopReason;
import io.rostra.platform.room.Room;
import io.rostra.sfu.net.EventLoop;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts people out: one of them, or all when somebody ends the room. Confined to the room's event
/// loop.
final class RoomEnd implements Moderation.Bouncer {

    /// Tells a peer that it is out of the room, and takes it out.
    interface Door {
        void showOut(Peer peer, Notification.Removed notice);
    }

    private static final Logger log = LoggerFactory.getLogger(RoomEnd.class);

    /// For whoever ends the room to leave it by itself.
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final Roster roster;
    private final Greeting greeting;
    private final Doorkeeper doorkeeper;
    private final Streams streams;
    private final Chronicle chronicle;
    private final Function<Room, CompletableFuture<Void>> lock;
    private final EventLoop loop;
    private final Door door;

    RoomEnd(
            Roster roster,
            Greeting greeting,
            Doorkeeper doorkeeper,
            Streams streams,
            Chronicle chronicle,
            Function<Room, CompletableFuture<Void>> lock,
            EventLoop loop,
            Door door) {
        this.roster = roster;
        this.greeting = greeting;
        this.doorkeeper = doorkeeper;
        this.streams = streams;
        this.chronicle = chronicle;
        this.lock = lock;
        this.loop = loop;
        this.door = door;
    }

    @Override
    public void remove(Peer peer, Peer by, String reason) {
        door.showOut(peer, new Notification.Removed(by.id(), reason, false));
    }

    @Override
    public void endRoom(Peer by, boolean locked, String reason, Responder responder) {
        if (!locked) {
            end(by, false, reason, responder);
            return;
        }
        lock.apply(greeting.room())
                .whenComplete((_, failure) ->
                        loop.post(() -> {
                            if (failure != null) {
                                log.error(
                                        "Room {} could not be locked",
                                        greeting.room().id(),
                                        failure);
                                responder.refuse(
                                        ErrorCode.INTERNAL, "The room could not be locked");
                            } else {
                                doorkeeper.lock();
                                end(by, true, reason, responder);
                            }
                        }));
    }

    /// Who ends the room leaves by itself, once it has its reply.
    private void end(Peer by, boolean locked, String reason, Responder responder) {
        if (roster.memberCount() == 0) {
            return; // All left while the room was being locked.
        }
        responder.done();
        chronicle.roomEnded(by, locked, reason);
        streams.stop(StopReason.ROOM_ENDED);
        var notice = new Notification.Removed(by.id(), reason, true);
        for (Peer peer : List.copyOf(roster.all())) {
            if (peer != by) {
                door.showOut(peer, notice);
            }
        }
        loop.schedule(
                END_PATIENCE,
                () -> {
                    if (roster.find(by.id()) == by) {
                        door.showOut(by, notice);
                    }
                });
    }
}
