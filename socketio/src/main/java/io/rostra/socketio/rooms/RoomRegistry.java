package io.rostra.socketio.rooms;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rooms there are. Those of sockets only are counted against the limit; when it is reached, a
/// new room takes the place of the one that has been empty for longest. Confined to the server's
/// loop.
final class RoomRegistry {
    private final int maxRooms;
    private final Map<String, MediaRoom> rooms = new HashMap<>();

    /// Rooms that wait for somebody to come back, longest first.
    private final Set<MediaRoom> empty = new LinkedHashSet<>();

    private int unseated;

    RoomRegistry(int maxRooms) {
        this.maxRooms = maxRooms;
    }

    int size() {
        return rooms.size();
    }

    @Nullable MediaRoom find(String id) {
        return rooms.get(id);
    }

    /// False when there is no place for it.
    boolean add(MediaRoom room) {
        if (!room.seated()) {
            if (unseated >= maxRooms && !evict()) {
                return false;
            }
            unseated++;
        }
        rooms.put(room.id(), room);
        return true;
    }

    private boolean evict() {
        Iterator<MediaRoom> longestEmpty = empty.iterator();
        if (!longestEmpty.hasNext()) {
            return false;
        }
        MediaRoom room = longestEmpty.next();
        remove(room);
        return true;
    }

    void onEmpty(MediaRoom room) {
        empty.add(room);
    }

    void onEntered(MediaRoom room) {
        empty.remove(room);
    }

    void remove(MediaRoom room) {
        empty.remove(room);
        if (rooms.remove(room.id(), room) && !room.seated()) {
            unseated--;
        }
    }
}
