package io.rostra.socketio.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.socketio.IncomingEvent;
import io.rostra.socketio.rooms.MediaChunk;
import io.rostra.socketio.rooms.Membership;
import io.rostra.socketio.rooms.RoomError;
import io.rostra.socketio.rooms.Seat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A seat that answers its member with what it was told, and lets it get the media of nobody whose
/// stream it has not sent a chunk beside.
final class EchoSeat implements Seat {
    private @Nullable Membership hold;
    private int sent;

    Membership hold() {
        return Objects.requireNonNull(hold);
    }

    void out() {
        hold().expel(new RoomError("out", "put out"));
    }

    @Override
    public String roomId() {
        return "the-one";
    }

    @Override
    public void taken(Membership membership) {
        hold = membership;
    }

    @Override
    public void describe(ObjectNode answer) {
        answer.put("seat", "yours");
    }

    @Override
    public void onMessage(IncomingEvent event) {
        if (event.argument(0).isTextual()) {
            event.acknowledge("heard " + event.text(0).orElseThrow());
        } else {
            hold().refuse(event, new RoomError("not-text", "say it in text"));
        }
    }

    @Override
    public JsonNode users() {
        return JsonNodeFactory.instance.arrayNode().add("somebody");
    }

    @Override
    public boolean receives(String senderId) {
        return sent > 0;
    }

    @Override
    public void onMedia(MediaChunk chunk) {
        sent++;
    }

    @Override
    public void left() {
        hold().socket().emit("left-seat");
    }
}
