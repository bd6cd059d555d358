package io.rostra.webrtc.datachannel;

import io.rostra.webrtc.sctp.AssociationEvent.MessageReceived;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Messages on streams whose OPEN did not come yet: unordered ones may overtake it. Bounded; what
/// exceeds it is dropped. Confined to one event loop.
final class EarlyMessages {
    private static final int MAX_MESSAGES = 256;

    private final int capacity;
    private final List<MessageReceived> messages = new ArrayList<>();
    private int bytes;

    /// @param capacity bytes
    EarlyMessages(int capacity) {
        this.capacity = capacity;
    }

    boolean offer(MessageReceived message) {
        if (messages.size() == MAX_MESSAGES || message.payload().length > capacity - bytes) {
            return false;
        }
        messages.add(message);
        bytes += message.payload().length;
        return true;
    }

    /// Takes out what came on a stream, in order of arrival.
    List<MessageReceived> take(int stream) {
        if (messages.isEmpty()) {
            return List.of();
        }
        List<MessageReceived> taken = new ArrayList<>();
        Iterator<MessageReceived> all = messages.iterator();
        while (all.hasNext()) {
            MessageReceived message = all.next();
            if (message.stream() == stream) {
                taken.add(message);
                bytes -= message.payload().length;
                all.remove();
            }
        }
        return taken;
    }

    boolean has(int stream) {
        for (MessageReceived message : messages) {
            if (message.stream() == stream) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        messages.clear();
        bytes = 0;
    }
}
