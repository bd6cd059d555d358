package io.rostra.server.socketio;

import io.rostra.platform.live.Intake;
import io.rostra.platform.token.AppToken;
import io.rostra.socketio.Socket;
import io.rostra.socketio.rooms.Admission;
import io.rostra.socketio.rooms.RoomAccess;
import io.rostra.socketio.rooms.RoomError;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who may create and join which rooms: whoever brings a token the platform room it is for, nobody
/// else that one; others, where the configuration lets them, rooms of their own making.
final class Access implements RoomAccess {

    /// The id of a platform room. Rooms made here have other ids.
    private static final Pattern PLATFORM_ROOM = Pattern.compile("[0-9a-f]{24}");

    private static final RoomError WRONG_ROOM =
            new RoomError("wrong-room", "the token is for another room");
    private static final RoomError NEEDS_TOKEN =
            new RoomError(
                    "token-required",
                    "this is the id of a platform room: connect with auth: {token} to join it");

    private static final RoomError STOPPING = new RoomError("server-stopping", Intake.CLOSED);

    private final AnonymousRooms anonymous;
    private final Intake intake;
    private final Credentials credentials;
    private final PlatformRooms platform;

    Access(
            AnonymousRooms anonymous,
            Credentials credentials,
            PlatformRooms platform,
            Intake intake) {
        this.intake = intake;
        this.anonymous = anonymous;
        this.credentials = credentials;
        this.platform = platform;
    }

    /// With a token it is the token's room, which exists already, that is opened.
    @Override
    public Future<Admission> create(Socket socket) {
        Optional<Credentials.Badge> badge = Credentials.of(socket);
        if (badge.isPresent()) {
            return enter(socket, badge.get());
        }
        if (!admitsAnonymous(socket)) {
            return refuse(anonymous.refusal());
        }
        return intake.isOpen() ? Future.succeededFuture(Admission.full()) : refuse(STOPPING);
    }

    @Override
    public Future<Admission> join(Socket socket, String roomId, boolean exists) {
        Optional<Credentials.Badge> badge = Credentials.of(socket);
        if (badge.isPresent()) {
            AppToken token = badge.get().token();
            return token.roomId().equals(roomId) ? enter(socket, badge.get()) : refuse(WRONG_ROOM);
        }
        if (PLATFORM_ROOM.matcher(roomId).matches()) {
            return refuse(NEEDS_TOKEN);
        }
        if (!admitsAnonymous(socket)) {
            return refuse(anonymous.refusal());
        }
        if (!intake.isOpen()) {
            return refuse(STOPPING);
        }
        return exists ? Future.succeededFuture(Admission.full()) : refuse(RoomError.ROOM_NOT_FOUND);
    }

    /// Whether the socket may have rooms without a token.
    boolean admitsAnonymous(Socket socket) {
        return anonymous.admit(Caller.of(socket.handshake()).local());
    }

    RoomError refusalOfStrangers() {
        return anonymous.refusal();
    }

    private Future<Admission> enter(Socket socket, Credentials.Badge badge) {
        try {
            credentials.verifyAgain(badge);
        } catch (TokenRefusedException e) {
            return refuse(e.error());
        }
        return platform.enter(socket, badge);
    }

    private static Future<Admission> refuse(RoomError error) {
        return Future.succeededFuture(new Admission.Refused(error));
    }
}
